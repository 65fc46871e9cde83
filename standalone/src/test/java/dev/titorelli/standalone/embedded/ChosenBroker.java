package dev.titorelli.standalone.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker with settings and features of a test's own choice; the others are those of the embedded one. */
public final class ChosenBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final int port;
    private final int securePort;

    private ChosenBroker(KafkaRaftServer server, int port, int securePort) {
        this.server = server;
        this.port = port;
        this.securePort = securePort;
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param further settings, which win over the usual ones
     * @param features levels by name, such as share.version 0
     */
    public static ChosenBroker start(Path directory, Map<String, String> further, Map<String, Short> features)
            throws Exception {
        return start(directory, 0, further, features);
    }

    /** The same with a second listener, SECURE, that speaks SASL_SSL. */
    public static ChosenBroker startSecure(Path directory, Map<String, String> further) throws Exception {
        return start(directory, LocalPort.free(), further, Map.of());
    }

    private static ChosenBroker start(
            Path directory, int securePort, Map<String, String> further, Map<String, Short> features) throws Exception {
        int port = LocalPort.free();
        Map<String, Object> settings =
                new TreeMap<>(new BrokerSettings(directory.toAbsolutePath(), port, LocalPort.free()).asProperties());
        if (securePort > 0) {
            String secure = ",SECURE://" + LocalPort.HOST + ":" + securePort;
            settings.compute("listeners", (name, value) -> value + secure);
            settings.compute("advertised.listeners", (name, value) -> value + secure);
            settings.compute("listener.security.protocol.map", (name, value) -> value + ",SECURE:SASL_SSL");
        }
        settings.putAll(further);
        format(directory, features);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new ChosenBroker(server, port, securePort);
    }

    private static void format(Path directory, Map<String, Short> features) throws Exception {
        Files.createDirectories(directory);
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(directory.toString())
                .setDirectories(List.of(directory.toString()))
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        features.forEach(formatter::setFeatureLevel);
        formatter.run();
    }

    public String bootstrapServers() {
        return LocalPort.HOST + ":" + port;
    }

    public String secureServers() {
        return LocalPort.HOST + ":" + securePort;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
