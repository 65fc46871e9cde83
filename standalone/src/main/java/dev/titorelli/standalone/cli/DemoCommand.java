package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Starts everything, sends requests of all kinds through Kafka and shows what comes back.")
final class DemoCommand implements Callable<Integer>, LogFile.Chosen {

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "titorelli-demo",
            description = "Where the pictures and the contact sheet index.html go (default: ${DEFAULT-VALUE}).")
    private Path out;

    DemoCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Path logFile() {
        return out.resolve("titorelli.log");
    }

    @Override
    public Integer call() throws Exception {
        terminal.say("not yet");
        return ExitCode.UNEXPECTED.code();
    }
}
