package dev.titorelli.cluster;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topic.Partitioning;
import dev.titorelli.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Looks, before a program starts, whether the cluster is the right one and ready: it answers, every topic is there, those
 * of one request have equal partition counts, and no subject has schemas that this version's do not go with. Changes
 * nothing.
 */
public final class ClusterCheck {

    private static final long PATIENCE_S = 15;

    private final Admin admin;
    private final SchemaRegistry registry;
    private final String prefix;

    private ClusterCheck(Admin admin, SchemaRegistry registry, String prefix) {
        this.admin = admin;
        this.registry = registry;
        this.prefix = prefix;
    }

    /**
     * Returns when all is well.
     *
     * @param clientSettings of Kafka's clients, security included
     * @throws CannotStart with everything that is not, each with what to do
     * @throws dev.titorelli.registry.SchemaRegistryException when the registry does not answer
     */
    public static void require(
            String bootstrapServers, Map<String, Object> clientSettings, SchemaRegistry registry, String prefix) {
        try (Admin admin = admin(bootstrapServers, clientSettings)) {
            ClusterCheck check = new ClusterCheck(admin, registry, prefix);
            requireAnswer(admin, bootstrapServers);
            List<String> problems = Stream.concat(check.topicProblems().stream(), check.subjectProblems().stream())
                    .toList();
            if (!problems.isEmpty()) {
                throw new CannotStart(
                        "the cluster is not ready:\n  " + String.join("\n  ", problems)
                                + "\n  './titorelli setup --check' looks at all of it, './titorelli setup' makes what is missing");
            }
        }
    }

    /**
     * An admin client whose settings are the user's.
     *
     * @throws CannotStart when Kafka's client refuses them
     */
    public static Admin admin(String bootstrapServers, Map<String, Object> clientSettings) {
        Map<String, Object> settings = new TreeMap<>(clientSettings);
        settings.put("bootstrap.servers", bootstrapServers);
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CannotStart("Kafka's client refuses its settings (kafka.*): " + cause.getMessage(), e);
        }
    }

    /**
     * Returns when a broker answers.
     *
     * @throws CannotStart when none does, or it refuses who asks
     */
    public static void requireAnswer(Admin admin, String bootstrapServers) {
        try {
            admin.describeCluster().clusterId().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CannotStart(
                    "no Kafka answers at " + bootstrapServers + " within " + PATIENCE_S
                            + " s: check kafka.bootstrap.servers, and kafka.security.protocol",
                    e);
        } catch (ExecutionException e) {
            throw new CannotStart(
                    "Kafka at " + bootstrapServers + " refuses: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private List<String> topicProblems() {
        Set<String> present = done(admin.listTopics().names());
        List<String> wanted =
                Topics.all().stream().map(topic -> topic.name(prefix)).toList();
        List<String> missing =
                wanted.stream().filter(name -> !present.contains(name)).toList();
        List<String> problems = new ArrayList<>();
        if (!missing.isEmpty()) {
            problems.add("missing topics: " + String.join(", ", missing));
        }
        List<String> equal = Topics.all().stream()
                .filter(topic -> topic.partitioning() == Partitioning.BY_REQUEST)
                .map(topic -> topic.name(prefix))
                .filter(present::contains)
                .toList();
        Map<String, TopicDescription> described =
                done(admin.describeTopics(equal).allTopicNames());
        Map<String, Integer> counts = described.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().partitions().size()));
        differing(counts).ifPresent(problems::add);
        return problems;
    }

    /** Names the topics by their counts when these are not all the same. */
    static Optional<String> differing(Map<String, Integer> counts) {
        Map<Integer, List<String>> byCount = counts.keySet().stream()
                .sorted()
                .collect(Collectors.groupingBy(counts::get, TreeMap::new, Collectors.toList()));
        return byCount.size() < 2
                ? Optional.empty()
                : Optional.of("partition counts that have to be equal differ: " + byCount);
    }

    private List<String> subjectProblems() {
        return Stream.concat(Topics.all().stream(), Stream.of(Topics.JOB))
                .filter(topic -> !fits(topic))
                .map(topic -> "subject " + topic.subject(prefix) + " has schemas that this version's does not go with:"
                        + " is it another system's, or a newer version's?")
                .toList();
    }

    private boolean fits(Topic<?> topic) {
        String subject = topic.subject(prefix);
        try {
            registry.lookUp(subject, topic.schema());
            return true;
        } catch (NotFound e) {
            return isNew(subject) || registry.compatible(subject, topic.schema());
        }
    }

    /** A subject without versions gets its first one when the first record is written. */
    private boolean isNew(String subject) {
        try {
            registry.latest(subject);
            return false;
        } catch (NotFound e) {
            return true;
        }
    }

    private static <T> T done(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CannotStart("Kafka does not tell its topics within " + PATIENCE_S + " s", e);
        } catch (ExecutionException e) {
            throw new CannotStart(
                    "Kafka does not tell its topics: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CannotStart interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CannotStart("interrupted while looking at the cluster", e);
    }
}
