package dev.titorelli.standalone.cli;

import dev.titorelli.program.LogFile;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.stream.StreamMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
        name = "stream",
        description = "Runs the stream app on a Kafka cluster and a schema registry that exist, until Ctrl-C.",
        customSynopsis = "./titorelli stream [--config FILE] [--<key> VALUE...]",
        footer = {"", "Every setting of docs/configuration.md is an option: --kafka.bootstrap.servers kafka:9092"})
final class StreamCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    StreamCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return LogFile.ofProgram("stream");
    }

    @Override
    public boolean runsBesideOthers() {
        return true;
    }

    @Override
    public Integer call() {
        return StreamMain.run(settings, terminal.err());
    }
}
