package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.LocalServices;
import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
            "Ctrl-C drains: running pictures are given back and painted after the next start. The exit code is then 130."
        })
final class UpCommand implements Callable<Integer>, LogFile.Chosen {

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
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where /livez, /readyz and /metrics answer; 0 for a free port, off for none (default: 0).")
    private String httpPort;

    @Option(
            names = "--only",
            paramLabel = "PARTS",
            description =
                    "broker,registry,objects: without stream app and worker, to try those as programs of their own.")
    private String only;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return data.directory().resolve("titorelli.log");
    }

    private static void requirePort(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new CommandFailed(ExitCode.USAGE, option + " " + port + ": allowed is 0 to 65535");
        }
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        requirePort("--kafka-port", kafkaPort);
        requirePort("--registry-port", registryPort);
        if (only != null) {
            return runServices();
        }
        LocalSettings settings =
                LocalSettings.of(data.directory(), model.directory()).withPorts(kafkaPort, registryPort);
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

    private int runServices() throws InterruptedException {
        if (!new HashSet<>(List.of(only.split(","))).equals(Set.of("broker", "registry", "objects"))) {
            throw new CommandFailed(ExitCode.USAGE, "--only '" + only + "': allowed is broker,registry,objects");
        }
        try (Ending ending = new Ending()) {
            LocalServices services = LocalServices.start(data.directory(), kafkaPort, registryPort);
            ending.add(services::close);
            terminal.say("titorelli: ready");
            terminal.say("  Kafka            " + services.bootstrapServers());
            terminal.say("  schema registry  " + services.registryUrl());
            terminal.say("  pictures         " + services.objectsRoot());
            terminal.say("Then, in other terminals: ./titorelli setup, ./titorelli stream, ./titorelli worker");
            new CountDownLatch(1).await();
            return ExitCode.OK.code();
        }
    }

    private void tellAddresses(LocalSystem system, WatchDesk desk) {
        terminal.say("  Kafka            " + system.bootstrapServers());
        terminal.say("  schema registry  " + system.registryUrl());
        terminal.say("  pictures         " + system.objectsRoot());
        terminal.say("  model            " + system.modelAlias());
        terminal.say("  health, metrics  " + desk.place());
        terminal.say("  log              " + LogFile.path());
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
