package dev.titorelli.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** One of a cluster's brokers, in a process of its own that can be ended, killed and started again. */
final class BrokerNode implements AutoCloseable {

    private static final String CONTROLLER = "CONTROLLER";

    private final int id;
    private final Path directory;
    private final Path settings;
    private ProgramProcess process;

    private BrokerNode(int id, Path directory, Path settings) {
        this.id = id;
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * Where a node is.
     *
     * @param voters all controllers, as Kafka's setting has them
     */
    record Address(int id, int clientPort, int controllerPort, String voters) {}

    /** Prepares a node; {@link #start} starts it. */
    static BrokerNode of(Path directory, Address address, String clusterId) throws Exception {
        Files.createDirectories(directory);
        Path settings = directory.resolveSibling("broker-" + address.id() + ".properties");
        try (Writer writer = Files.newBufferedWriter(settings)) {
            properties(directory, address).store(writer, null);
        }
        format(directory, address.id(), clusterId);
        return new BrokerNode(address.id(), directory, settings);
    }

    int id() {
        return id;
    }

    void start() throws IOException {
        process = ProgramProcess.start(
                Kafka.class, directory.resolveSibling("broker-" + id + ".said"), List.of(settings.toString()));
    }

    /** Ends the broker as an operator does: it hands its leaderships over first. */
    void stop() throws InterruptedException {
        process.terminate();
        process.awaitExit();
    }

    /** Ends the process as a power cut would. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    /** Addresses, and what keeps three brokers small. All limits, time-outs, replication and partitions are the broker's own defaults. */
    private static Properties properties(Path directory, Address address) {
        Properties properties = new Properties();
        String client = "PLAINTEXT://127.0.0.1:" + address.clientPort();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(address.id()));
        properties.setProperty("controller.quorum.voters", address.voters());
        properties.setProperty("listeners", client + "," + CONTROLLER + "://127.0.0.1:" + address.controllerPort());
        properties.setProperty("advertised.listeners", client);
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("controller.listener.names", CONTROLLER);
        properties.setProperty("log.dirs", directory.toString());
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        return properties;
    }

    private static void format(Path directory, int id, String clusterId) throws Exception {
        new Formatter()
                .setClusterId(clusterId)
                .setNodeId(id)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(CONTROLLER)
                .setMetadataLogDirectory(directory.toString())
                .setDirectories(List.of(directory.toString()))
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }
}
