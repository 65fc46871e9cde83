package dev.titorelli.stream;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * The topics of one request have to meet in one task, so they need equal partition counts; Kafka Streams takes the largest
 * without a word.
 */
final class PartitionCounts {

    private static final List<Topic<?>> EQUAL = List.of(
            Topics.REQUEST,
            Topics.REQUEST_REKEYED,
            Topics.CONTROL,
            Topics.CONTROL_REKEYED,
            Topics.PLACEMENT,
            Topics.OUTCOME);

    private PartitionCounts() {}

    /** Asks the broker for the count of the topics that follow requests. */
    static int ask(Admin admin, String prefix) {
        List<String> names = EQUAL.stream().map(topic -> topic.name(prefix)).toList();
        return common(names, counts(admin, names));
    }

    /** How many partitions a topic has. */
    static int of(Admin admin, String name) {
        return counts(admin, List.of(name)).get(name);
    }

    private static Map<String, Integer> counts(Admin admin, List<String> names) {
        try {
            Map<String, TopicDescription> found =
                    admin.describeTopics(names).allTopicNames().get();
            return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                    .partitions()
                    .size()));
        } catch (ExecutionException e) {
            throw new CannotStart("can't look at the topics " + names + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while looking at the topics " + names, e);
        }
    }

    /**
     * The count that all have.
     *
     * @throws CannotStart naming two that differ
     */
    static int common(List<String> names, Map<String, Integer> counts) {
        String first = names.get(0);
        for (String name : names) {
            if (!counts.get(name).equals(counts.get(first))) {
                throw new CannotStart("topic %s has %d partitions and topic %s has %d: they have to be equal"
                        .formatted(first, counts.get(first), name, counts.get(name)));
            }
        }
        return counts.get(first);
    }
}
