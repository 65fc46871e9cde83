package dev.titorelli.standalone.cli;

import dev.titorelli.program.LogFile;
import dev.titorelli.standalone.ChosenServices;
import dev.titorelli.standalone.LocalServices;
import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.standalone.embedded.S3Server;
import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
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
final class UpCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private ServiceOptions services = new ServiceOptions();

    @Mixin
    private FetchOptions fetch = new FetchOptions();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where /livez, /readyz and /metrics answer; 0 for a free port, off for none (default: 0).")
    private String httpPort;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return data.directory().resolve("titorelli.log");
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        return services.servicesOnly() ? runServices() : runSystem();
    }

    private int runSystem() throws InterruptedException, ExecutionException {
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
                .withPorts(services.kafka(), services.registry())
                .withFetch(fetch.settings());
        return services.s3().map(settings::withS3).orElse(settings);
    }

    private int runServices() throws InterruptedException {
        ChosenServices chosen = services.chosen(data.directory());
        try (Ending ending = new Ending()) {
            LocalServices running = LocalServices.start(chosen);
            ending.add(running::close);
            terminal.say("titorelli: ready");
            chosen.kafkaPort().ifPresent(port -> say("Kafka", running.bootstrapServers()));
            chosen.registryPort().ifPresent(port -> say("schema registry", running.registryUrl()));
            running.s3Endpoint().ifPresent(this::sayS3);
            say("pictures", running.objectsRoot().toString());
            say("settings", running.settingsFile().toString());
            terminal.say("Then, in other terminals, each with --config " + running.settingsFile()
                    + ": ./titorelli setup, ./titorelli stream, ./titorelli worker, ./titorelli submit");
            new CountDownLatch(1).await();
            return ExitCode.OK.code();
        }
    }

    private void say(String what, String where) {
        terminal.say("  %-16s %s".formatted(what, where));
    }

    private void sayS3(String endpoint) {
        say("S3", "--objects s3://%s --objects.endpoint %s, key in the settings".formatted(S3Server.BUCKET, endpoint));
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
