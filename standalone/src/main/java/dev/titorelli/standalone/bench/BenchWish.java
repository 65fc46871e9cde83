package dev.titorelli.standalone.bench;

import java.nio.file.Path;
import java.util.Map;

/**
 * What to measure.
 *
 * @param bootstrapServers brokers
 * @param kafka further settings of Kafka's clients
 * @param folder for the state of the topologies
 * @param requests of the round that finds the capacity
 * @param warmUps rounds of that size before it, which are spent on compiling
 * @param seconds of each round that measures latency
 * @param partitions of request.v1 and its equals, and of the topics of the pass-through
 */
public record BenchWish(
        String bootstrapServers,
        Map<String, Object> kafka,
        Path folder,
        int requests,
        int warmUps,
        int seconds,
        int partitions) {

    /** @throws IllegalArgumentException naming the option, its value and what is allowed */
    public BenchWish {
        requirePositive("--requests", requests);
        requirePositive("--warm-up", warmUps);
        requirePositive("--seconds", seconds);
        requirePositive("--partitions", partitions);
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " " + value + ": allowed is 1 and above");
        }
    }
}
