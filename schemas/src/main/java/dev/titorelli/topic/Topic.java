package dev.titorelli.topic;

import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic, declared once: what it carries, how it is partitioned and how long it keeps its records. Keys are UTF-8 text.
 *
 * @param noun the name without prefix, such as {@code request.v1}
 * @param value the class of its values
 * @param partitioning how many partitions it has
 * @param retention how long records are kept; ignored when compacted
 * @param compacted whether only the last record of a key is kept
 */
public record Topic<V extends SpecificRecord>(
        String noun, Class<V> value, Partitioning partitioning, Duration retention, boolean compacted) {

    /** How the number of partitions is chosen. */
    public enum Partitioning {
        /** As many as request.v1 has: all of these must be equal. */
        BY_REQUEST,
        /** As many as the setting for queues says. */
        BY_QUEUE,
        /** Exactly one. */
        SINGLE
    }

    /** The full name, such as {@code titorelli.request.v1}. */
    public String name(String prefix) {
        return prefix + noun;
    }

    /** The schema-registry subject of the value, by the topic-name strategy. */
    public String subject(String prefix) {
        return name(prefix) + "-value";
    }

    /**
     * The schema that this version writes and reads with, as its {@code .avsc} files say it: what every other language
     * registers too.
     */
    public Schema schema() {
        return PlainSchema.of(value);
    }

    /** The topic's settings on the broker. */
    public Map<String, String> settings() {
        return compacted
                ? Map.of("cleanup.policy", "compact", "max.message.bytes", "1048576")
                : Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", Long.toString(retention.toMillis()),
                        "max.message.bytes", "1048576");
    }
}
