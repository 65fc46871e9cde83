package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.bench.queue.QueueBench;
import dev.titorelli.standalone.bench.queue.QueueBenchResult;
import dev.titorelli.standalone.bench.queue.QueueBenchWish;
import dev.titorelli.standalone.bench.queue.TenantWeights;
import dev.titorelli.standalone.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "queue",
        description = "The share of the workers that each tenant gets, its waits, and what a release costs; workers are"
                + " faked.",
        footer = {
            "",
            "Example:",
            "  ./titorelli bench queue --pure --weights acme=1,beta=2,gamma=4 --pattern burst,flood"
        })
final class BenchQueueCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Option(
            names = "--weights",
            paramLabel = "TENANT=WEIGHT,...",
            defaultValue = "acme=1,beta=2,gamma=4",
            description = "Tenants and their weights; the first one floods (default: acme=1,beta=2,gamma=4).")
    private String weights;

    @Option(names = "--queues", defaultValue = "1", description = "Queues, 1 to 4 (default: 1).")
    private int queues;

    @Option(
            names = "--pattern",
            split = ",",
            defaultValue = "steady,burst,flood",
            description = "How jobs come: steady, burst, flood; several with commas (default: all).")
    private List<String> patterns;

    @Option(
            names = "--jobs",
            defaultValue = "1000",
            description = "Jobs whose shares and waits are measured (default: 1000).")
    private int jobs;

    @Option(
            names = "--job-ms",
            defaultValue = "1000",
            description = "Time that a mean job keeps its worker busy, in milliseconds (default: 1000).")
    private int jobMs;

    @Option(
            names = "--load",
            defaultValue = "0.7",
            description = "Of steady: work that comes, as a part of what the workers can do (default: 0.7).")
    private double load;

    @Option(
            names = "--flood",
            defaultValue = "100000",
            description = "Of flood: waiting jobs of the first tenant (default: 100000).")
    private int flood;

    @Option(
            names = "--singles",
            defaultValue = "20",
            description = "Of flood: single jobs of the others (default: 20).")
    private int singles;

    @Option(names = "--workers", defaultValue = "20", description = "Faked workers, one job each (default: 20).")
    private int workers;

    @Option(names = "--seed", defaultValue = "1", description = "Of chance (default: 1).")
    private long seed;

    @Option(
            names = "--pure",
            description = "The queue's rules alone in pretended time, without a broker: takes seconds.")
    private boolean pure;

    @Mixin
    private JsonFile json = new JsonFile();

    BenchQueueCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public Integer call() throws IOException {
        QueueBenchWish wish = wish();
        List<QueueBenchResult> results = QueueBench.pure(wish);
        new ShownQueueBench(terminal).show(results);
        json.write(results);
        return ExitCode.OK.code();
    }

    private QueueBenchWish wish() {
        try {
            return new QueueBenchWish(
                    TenantWeights.parse(weights),
                    queues,
                    QueueBenchWish.patterns(patterns),
                    new QueueBenchWish.Work(jobs, jobMs, load, flood, singles),
                    workers,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
