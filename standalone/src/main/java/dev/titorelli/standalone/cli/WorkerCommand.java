package dev.titorelli.standalone.cli;

import dev.titorelli.program.LogFile;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.WorkerMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
        name = "worker",
        description = "Runs a worker on a Kafka cluster and a schema registry that exist, until Ctrl-C.",
        customSynopsis = "./titorelli worker [--config FILE] [--queues A,B] [--<key> VALUE...]",
        footer = {"", "Every setting of docs/configuration.md is an option: --kafka.bootstrap.servers kafka:9092"})
final class WorkerCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    WorkerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return LogFile.ofProgram("worker");
    }

    @Override
    public boolean runsBesideOthers() {
        return true;
    }

    @Override
    public Integer call() {
        return WorkerMain.run(settings, terminal.err());
    }
}
