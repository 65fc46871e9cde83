package dev.titorelli.identity;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition owns a key. Kafka clients of other languages hash keys differently (librdkafka by CRC32, Java by
 * murmur2), so the partition a record arrives on is only advice; the owner is computed from its body.
 */
public final class OwnerPartition {

    private OwnerPartition() {}

    /**
     * The partition that Kafka's Java producer picks for this key.
     *
     * @param partitions how many the topic has, 1 and above
     */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
