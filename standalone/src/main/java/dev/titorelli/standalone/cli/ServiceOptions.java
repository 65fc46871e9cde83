package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.ChosenServices;
import dev.titorelli.standalone.S3Door;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which services run, and where they listen. */
final class ServiceOptions {

    private static final Set<String> SERVICES = Set.of("broker", "registry", "objects");
    private static final int DEFAULT_S3_PORT = 9000;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Kafka's port, 0 for a free one (default: 9092).")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The schema registry's port, 0 for a free one (default: 8081).")
    private int registryPort;

    @Option(
            names = "--s3-port",
            paramLabel = "PORT",
            description = "Serve the folder of objects as S3 too, 0 for a free port.")
    private Integer s3Port;

    @Option(
            names = "--only",
            paramLabel = "PARTS",
            description = "Some of broker,registry,objects: without stream app and worker, to try those as programs of"
                    + " their own. Objects are then served as S3 (default port: 9000).")
    private String only;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "With --only registry and no broker: the Kafka that keeps its schemas.")
    private String bootstrapServers;

    /** Whether stream app and worker are left out. */
    boolean servicesOnly() {
        if (only == null && bootstrapServers != null) {
            throw new CommandFailed(ExitCode.USAGE, "--bootstrap is for --only registry");
        }
        return only != null;
    }

    int kafka() {
        return port("--kafka-port", kafkaPort);
    }

    int registry() {
        return port("--registry-port", registryPort);
    }

    /** Where S3 is served; empty when nobody asked for it. */
    Optional<S3Door> s3() {
        return Optional.ofNullable(s3Port).map(ServiceOptions::door);
    }

    /** The services that {@code --only} names. */
    ChosenServices chosen(Path dataDir) {
        Set<String> parts = Set.copyOf(Arrays.asList(only.split(",", -1)));
        if (!SERVICES.containsAll(parts)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--only '" + only + "': allowed is some of broker,registry,objects");
        }
        try {
            return new ChosenServices(
                    dataDir,
                    Optional.of(kafka()).filter(port -> parts.contains("broker")),
                    Optional.of(registry()).filter(port -> parts.contains("registry")),
                    Optional.of(s3().orElseGet(() -> door(DEFAULT_S3_PORT))).filter(door -> parts.contains("objects")),
                    Optional.ofNullable(bootstrapServers));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--only '" + only + "': " + e.getMessage() + "; add broker, or --bootstrap", e);
        }
    }

    /** The key comes from the settings by which the programs are told the same one. */
    private static S3Door door(int port) {
        return new S3Door(port("--s3-port", port), variable("OBJECTS_ACCESS_KEY"), variable("OBJECTS_SECRET_KEY"));
    }

    private static Optional<String> variable(String setting) {
        return Optional.ofNullable(System.getenv("TITORELLI_" + setting)).filter(value -> !value.isBlank());
    }

    private static int port(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new CommandFailed(ExitCode.USAGE, option + " " + port + ": allowed is 0 to 65535");
        }
        return port;
    }
}
