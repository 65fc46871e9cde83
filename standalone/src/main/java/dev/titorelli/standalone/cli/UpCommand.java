package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.ChosenServices;
import dev.titorelli.standalone.LocalServices;
import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.standalone.S3Door;
import dev.titorelli.standalone.embedded.S3Server;
import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Starts Kafka, the schema registry, the stream app and a worker in one process, until Ctrl-C.",
        footer = {
            "",
            "Ctrl-C drains: running pictures are given back and painted after the next start. The exit code is then"
                    + " 130."
        })
final class UpCommand implements Callable<Integer>, LogFile.Chosen {

    private static final Set<String> SERVICES = Set.of("broker", "registry", "objects");
    private static final int DEFAULT_S3_PORT = 9000;

    private final Terminal terminal;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ModelOption model = new ModelOption();

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
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where /livez, /readyz and /metrics answer; 0 for a free port, off for none (default: 0).")
    private String httpPort;

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

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return data.directory().resolve("titorelli.log");
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        return only == null ? runSystem() : runServices();
    }

    private int runSystem() throws InterruptedException, ExecutionException {
        if (bootstrapServers != null) {
            throw new CommandFailed(ExitCode.USAGE, "--bootstrap is for --only registry");
        }
        LocalSettings settings = settings();
        try (Ending ending = new Ending()) {
            WatchDesk desk = WatchDesk.open(httpPort);
            ending.add(desk::close);
            LocalSystem system =
                    LocalSystem.start(settings, desk.instruments(), step -> terminal.say("titorelli: " + step));
            ending.add(() -> stop(system));
            tellAddresses(system, desk);
            // Ctrl-C ends the process from here: the closing is then done while this thread still waits.
            Throwable cause = system.broken().toCompletableFuture().get();
            throw new IllegalStateException("the stream app or the worker broke: " + cause.getMessage(), cause);
        }
    }

    private LocalSettings settings() {
        LocalSettings settings = LocalSettings.of(data.directory(), model.directory())
                .withPorts(port("--kafka-port", kafkaPort), port("--registry-port", registryPort));
        return s3Port == null ? settings : settings.withS3(door(s3Port));
    }

    private int runServices() throws InterruptedException {
        ChosenServices chosen = chosen();
        try (Ending ending = new Ending()) {
            LocalServices services = LocalServices.start(chosen);
            ending.add(services::close);
            terminal.say("titorelli: ready");
            chosen.kafkaPort().ifPresent(port -> say("Kafka", services.bootstrapServers()));
            chosen.registryPort().ifPresent(port -> say("schema registry", services.registryUrl()));
            services.s3Endpoint().ifPresent(this::sayS3);
            say("pictures", services.objectsRoot().toString());
            say("settings", services.settingsFile().toString());
            String config = " --config " + services.settingsFile();
            terminal.say(
                    "Then, in other terminals: ./titorelli setup%1$s, ./titorelli stream%1$s, ./titorelli worker%1$s"
                            .formatted(config));
            new CountDownLatch(1).await();
            return ExitCode.OK.code();
        }
    }

    private ChosenServices chosen() {
        Set<String> parts = new HashSet<>(List.of(only.split(",", -1)));
        if (!SERVICES.containsAll(parts)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--only '" + only + "': allowed is some of broker,registry,objects");
        }
        try {
            return new ChosenServices(
                    data.directory(),
                    Optional.of(port("--kafka-port", kafkaPort)).filter(port -> parts.contains("broker")),
                    Optional.of(port("--registry-port", registryPort)).filter(port -> parts.contains("registry")),
                    Optional.of(door(s3Port == null ? DEFAULT_S3_PORT : s3Port))
                            .filter(door -> parts.contains("objects")),
                    Optional.ofNullable(bootstrapServers));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--only '" + only + "': " + e.getMessage() + "; add broker, or --bootstrap", e);
        }
    }

    private static S3Door door(int port) {
        return new S3Door(port("--s3-port", port), variable("OBJECTS_ACCESS_KEY"), variable("OBJECTS_SECRET_KEY"));
    }

    /** The settings by which the programs are told the same key. */
    private static Optional<String> variable(String setting) {
        return Optional.ofNullable(System.getenv("TITORELLI_" + setting)).filter(value -> !value.isBlank());
    }

    private static int port(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new CommandFailed(ExitCode.USAGE, option + " " + port + ": allowed is 0 to 65535");
        }
        return port;
    }

    private void say(String what, String where) {
        terminal.say("  %-16s %s".formatted(what, where));
    }

    private void sayS3(String endpoint) {
        say("S3", endpoint + "/" + S3Server.BUCKET);
        terminal.say("                   --objects s3://%s --objects.endpoint %s; keys: --config, below"
                .formatted(S3Server.BUCKET, endpoint));
    }

    private void tellAddresses(LocalSystem system, WatchDesk desk) {
        say("Kafka", system.bootstrapServers());
        say("schema registry", system.registryUrl());
        system.s3Endpoint().ifPresent(this::sayS3);
        say("pictures", system.objectsRoot().toString());
        say("model", system.modelAlias());
        say("health, metrics", desk.place());
        say("settings", system.settingsFile().toString());
        say("log", LogFile.path().toString());
        terminal.say("Try in another terminal:");
        terminal.say("  ./titorelli submit%s --prompt \"a large red circle at the top left on a navy background\" "
                        .formatted(data.asOption())
                + "--wait --out pictures");
        terminal.say("Ctrl-C stops it.");
    }

    private void stop(LocalSystem system) {
        terminal.say("titorelli: stopping");
        system.close();
        terminal.say("titorelli: stopped");
    }
}
