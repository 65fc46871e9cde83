package dev.titorelli.standalone.embedded;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker inside this process: one node that is its own controller, on the loopback address only. Its
 * directory outlives it: topics, committed offsets and share groups are there again after a stop and after a kill. It
 * installs no shutdown hook; who starts it closes it, after everything that uses it.
 *
 * <p>A fault that the broker can't live with ends the process with code 1, as it does for a broker on its own.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param directory its own directory; made and formatted when it is new
     * @param port where clients connect, 0 for a free one
     * @throws CannotStart when the port or the directory is in use
     */
    public static EmbeddedKafka start(Path directory, int port) {
        BrokerSettings settings =
                new BrokerSettings(directory.toAbsolutePath(), LocalPort.claim(port, "Kafka"), LocalPort.free());
        format(settings.directory());
        KafkaRaftServer server = serve(settings);
        Exit.setExitProcedure(EmbeddedKafka::endProcess);
        Exit.setHaltProcedure(EmbeddedKafka::endProcess);
        return new EmbeddedKafka(server, settings.clientPort());
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return LocalPort.HOST + ":" + port;
    }

    /** Stops the broker and returns when its files are closed. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(directory.toString())
                    .setDirectories(List.of(directory.toString()))
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("can't format " + directory + " for Kafka", e);
        }
    }

    private static KafkaRaftServer serve(BrokerSettings settings) {
        // While it starts, a fault must become an exception here and not the end of the process.
        Exit.setExitProcedure(EmbeddedKafka::refuse);
        Exit.setHaltProcedure(EmbeddedKafka::refuse);
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(new KafkaConfig(settings.asProperties(), false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (RuntimeException e) {
            if (server != null) {
                server.shutdown();
            }
            throw new CannotStart("Kafka can't start in " + settings.directory() + ": " + e.getMessage(), e);
        }
    }

    private static void refuse(int code, String message) {
        throw new IllegalStateException(message == null ? "a fault that Kafka's log tells more about" : message);
    }

    private static void endProcess(int code, String message) {
        LOG.atError().addKeyValue("code", code).log("The broker met a fault that it can't live with: {}", message);
        System.err.println("titorelli: the embedded Kafka broker broke; the log tells more");
        Runtime.getRuntime().halt(code == 0 ? 1 : code);
    }
}
