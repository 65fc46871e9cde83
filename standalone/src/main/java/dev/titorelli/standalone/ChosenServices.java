package dev.titorelli.standalone;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which services run here; one that is left out is not started.
 *
 * @param dataDir where they keep everything; one process at a time
 * @param kafkaPort where Kafka's clients connect, 0 for a free port
 * @param registryPort where the schema registry answers, 0 for a free port
 * @param s3 where objects are served as S3
 * @param otherBrokers the Kafka, {@code host:port}, that keeps the registry's schemas when none runs here
 */
public record ChosenServices(
        Path dataDir,
        Optional<Integer> kafkaPort,
        Optional<Integer> registryPort,
        Optional<S3Door> s3,
        Optional<String> otherBrokers) {

    /** @throws IllegalArgumentException for a registry without a Kafka */
    public ChosenServices {
        dataDir = dataDir.toAbsolutePath().normalize();
        if (registryPort.isPresent() && kafkaPort.isEmpty() && otherBrokers.isEmpty()) {
            throw new IllegalArgumentException("the registry keeps its schemas in Kafka: a broker is needed");
        }
    }
}
