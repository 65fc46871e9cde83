package dev.titorelli.cluster;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.topic.Topic.Partitioning;
import dev.titorelli.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** Whether all topics are there, have the right counts of partitions, and may be used as they have to be. */
final class TopicCheck {

    private final String prefix;
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> hidden = new TreeSet<>();
    private final Map<String, TopicDescription> found = new TreeMap<>();

    private TopicCheck(Admin admin, String prefix) {
        this.prefix = prefix;
        List<String> all =
                Topics.all().stream().map(topic -> topic.name(prefix)).toList();
        admin.describeTopics(all, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues()
                .forEach((name, answer) -> {
                    try {
                        found.put(name, Asked.answer(answer, "look at topic " + name));
                    } catch (CannotStart e) {
                        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                            missing.add(name);
                        } else if (e.getCause() instanceof TopicAuthorizationException) {
                            hidden.add(name);
                        } else {
                            throw e;
                        }
                    }
                });
    }

    /** What is wrong, a line each. */
    static List<String> problems(Admin admin, String prefix, List<Right> needed) {
        TopicCheck check = new TopicCheck(admin, prefix);
        List<String> problems = new ArrayList<>();
        if (!check.missing.isEmpty()) {
            problems.add("missing topics: " + String.join(", ", check.missing)
                    + ": './titorelli setup' makes them, unless topic.prefix '" + prefix + "' is wrong");
        }
        differing(check.countsByRequest()).ifPresent(problems::add);
        check.forbidden(needed).ifPresent(problems::add);
        return problems;
    }

    private Map<String, Integer> countsByRequest() {
        return Topics.all().stream()
                .filter(topic -> topic.partitioning() == Partitioning.BY_REQUEST)
                .map(topic -> topic.name(prefix))
                .filter(found::containsKey)
                .collect(Collectors.toMap(
                        name -> name, name -> found.get(name).partitions().size()));
    }

    /** Names the topics by their counts when these are not all the same. */
    static Optional<String> differing(Map<String, Integer> counts) {
        Map<Integer, List<String>> byCount = counts.keySet().stream()
                .sorted()
                .collect(Collectors.groupingBy(counts::get, TreeMap::new, Collectors.toList()));
        return byCount.size() < 2
                ? Optional.empty()
                : Optional.of("partition counts that have to be equal differ: " + byCount + ": add partitions with"
                        + " 'kafka-topics.sh --alter' while nothing runs, or choose another topic.prefix");
    }

    private Optional<String> forbidden(List<Right> needed) {
        List<String> lacking = Stream.concat(
                        hidden.stream().map(name -> "DESCRIBE " + name),
                        needed.stream().flatMap(this::lacking))
                .distinct()
                .toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of("this user lacks rights on topics (" + String.join(", ", lacking)
                        + "): './titorelli setup --print' shows the ACLs that each program needs");
    }

    private Stream<String> lacking(Right right) {
        TopicDescription topic = found.get(right.name());
        if (right.type() != ResourceType.TOPIC || right.pattern() != PatternType.LITERAL || topic == null) {
            return Stream.empty();
        }
        Set<AclOperation> allowed = topic.authorizedOperations();
        return allowed == null
                ? Stream.empty() // a broker that does not tell
                : right.operations().stream()
                        .filter(operation -> !allowed.contains(operation))
                        .map(operation -> operation + " " + right.name());
    }
}
