package dev.titorelli.standalone.setup;

import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as commands of Kafka's own tools, for an operator to review and run. Subjects are told as comments. */
public final class SetupScript {

    private SetupScript() {}

    /** One command a line. */
    public static List<String> lines(SetupPlan plan, String bootstrapServers) {
        Stream<String> topics = PlannedTopics.all(plan).stream().map(topic -> create(topic, plan, bootstrapServers));
        String settings = joined(Topics.shareGroupSettings(plan.recordLock()), ",", "");
        Stream<String> groups = PlannedTopics.shareGroups(plan).stream()
                .map(group -> "kafka-configs.sh --bootstrap-server " + bootstrapServers
                        + " --alter --entity-type groups --entity-name " + group + " --add-config " + settings);
        Stream<String> subjects = PlannedTopics.all(plan).stream()
                .map(topic -> "# schema registry: subject " + topic.subject(plan.prefix())
                        + ", compatibility FULL_TRANSITIVE, schema "
                        + topic.schema().getFullName());
        return Stream.of(topics, groups, subjects).flatMap(lines -> lines).toList();
    }

    private static String create(Topic<?> topic, SetupPlan plan, String bootstrapServers) {
        String replication = plan.replication() == SetupPlan.BROKERS_REPLICATION
                ? ""
                : " --replication-factor " + plan.replication();
        return "kafka-topics.sh --bootstrap-server " + bootstrapServers + " --create --if-not-exists --topic "
                + topic.name(plan.prefix()) + " --partitions " + PlannedTopics.partitions(topic, plan) + replication
                + " " + joined(topic.settings(), " ", "--config ");
    }

    private static String joined(Map<String, String> settings, String separator, String before) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(entry -> before + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(separator));
    }
}
