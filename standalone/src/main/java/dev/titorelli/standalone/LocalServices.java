package dev.titorelli.standalone;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.standalone.embedded.RegistryServer;
import dev.titorelli.standalone.embedded.S3Server;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What stream app and workers find around them, without them: Kafka, schema registry, objects; all or some. No topics. */
public final class LocalServices implements AutoCloseable {

    private final RunningParts parts;
    private final DataDirectory directory;
    private final Optional<EmbeddedKafka> kafka;
    private final Optional<RegistryServer> registry;
    private final Optional<S3Server> s3;
    private final Path settingsFile;

    private LocalServices(RunningParts parts, ChosenServices chosen) {
        this.parts = parts;
        this.directory = parts.add("data directory", DataDirectory.open(chosen.dataDir()));
        this.kafka = chosen.kafkaPort().map(port -> parts.add("Kafka", EmbeddedKafka.start(directory.kafka(), port)));
        this.registry = chosen.registryPort()
                .map(port -> parts.add(
                        "registry", RegistryServer.start(brokers(chosen).orElseThrow(), port)));
        this.s3 = chosen.s3().map(door -> parts.add("S3", directory.serve(door)));
        Map<String, String> addresses = new HashMap<>();
        brokers(chosen).ifPresent(servers -> addresses.put("bootstrap.servers", servers));
        registry.ifPresent(server -> addresses.put("schema.registry.url", server.url()));
        addresses.put("objects", objectsRoot().toString());
        addresses.put("topic.prefix", Topics.DEFAULT_PREFIX);
        this.settingsFile = directory.announce(
                addresses, chosen.s3().flatMap(door -> s3.map(server -> new ServedObjects(server.endpoint(), door))));
    }

    /**
     * Starts Kafka, registry and folder, and returns when they answer.
     *
     * @param kafkaPort 0 for a free one, as the registry's
     * @throws CannotStart when a port or the directory is in use
     */
    public static LocalServices start(Path dataDir, int kafkaPort, int registryPort) {
        return start(new ChosenServices(
                dataDir, Optional.of(kafkaPort), Optional.of(registryPort), Optional.empty(), Optional.empty()));
    }

    /**
     * Starts what is chosen and returns when it answers.
     *
     * @throws CannotStart when a port or the directory is in use
     */
    public static LocalServices start(ChosenServices chosen) {
        RunningParts parts = new RunningParts();
        try {
            return new LocalServices(parts, chosen);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Where Kafka's clients connect: {@code host:port}; {@link java.util.NoSuchElementException} without a broker. */
    public String bootstrapServers() {
        return kafka.orElseThrow().bootstrapServers();
    }

    /** The schema registry's base address; {@link java.util.NoSuchElementException} without one. */
    public String registryUrl() {
        return registry.orElseThrow().url();
    }

    /** The address of S3, when objects are served so. */
    public Optional<String> s3Endpoint() {
        return s3.map(S3Server::endpoint);
    }

    /** The object store's folder. */
    public Path objectsRoot() {
        return directory.objects();
    }

    /** A file with the settings by which the programs find what runs here. */
    public Path settingsFile() {
        return settingsFile;
    }

    @Override
    public void close() {
        parts.close();
    }

    private Optional<String> brokers(ChosenServices chosen) {
        return kafka.map(EmbeddedKafka::bootstrapServers).or(chosen::otherBrokers);
    }
}
