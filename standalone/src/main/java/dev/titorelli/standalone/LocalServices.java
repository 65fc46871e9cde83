package dev.titorelli.standalone;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.standalone.embedded.RegistryServer;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.util.Map;

/** What stream app and workers find around them, without them: Kafka, schema registry, a folder of objects. No topics. */
public final class LocalServices implements AutoCloseable {

    private final RunningParts parts;
    private final DataDirectory directory;
    private final EmbeddedKafka kafka;
    private final RegistryServer registry;

    private LocalServices(RunningParts parts, Path dataDir, int kafkaPort, int registryPort) {
        this.parts = parts;
        this.directory = parts.add(
                "data directory", DataDirectory.open(dataDir.toAbsolutePath().normalize()));
        this.kafka = parts.add("Kafka", EmbeddedKafka.start(directory.kafka(), kafkaPort));
        this.registry = parts.add("registry", RegistryServer.start(kafka.bootstrapServers(), registryPort));
        directory.announce(Map.of(
                "bootstrap.servers", bootstrapServers(),
                "schema.registry.url", registryUrl(),
                "objects", objectsRoot().toString(),
                "topic.prefix", Topics.DEFAULT_PREFIX,
                "pid", Long.toString(ProcessHandle.current().pid())));
    }

    /**
     * Starts them and returns when they answer.
     *
     * @param kafkaPort 0 for a free one, as the registry's
     * @throws CannotStart when a port or the directory is in use
     */
    public static LocalServices start(Path dataDir, int kafkaPort, int registryPort) {
        RunningParts parts = new RunningParts();
        try {
            return new LocalServices(parts, dataDir, kafkaPort, registryPort);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Where Kafka's clients connect: {@code host:port}. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The schema registry's base address. */
    public String registryUrl() {
        return registry.url();
    }

    /** The object store's folder. */
    public Path objectsRoot() {
        return directory.objects();
    }

    @Override
    public void close() {
        parts.close();
    }
}
