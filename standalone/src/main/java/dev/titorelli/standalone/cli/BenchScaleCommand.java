package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.scale.Faults;
import dev.titorelli.standalone.scale.ScaleBench;
import dev.titorelli.standalone.scale.ScaleResult;
import dev.titorelli.standalone.scale.SimulatedFleet.Wish;
import dev.titorelli.standalone.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "scale",
        description =
                "Plays a fleet of workers in pretended time: use against the ideal, waits, fairness. Nothing needs"
                        + " to run.",
        footer = {"", "Example:", "  ./titorelli bench scale --workers 100 --deaths-per-hour 2 --freezes-per-hour 1"})
final class BenchScaleCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Option(
            names = "--workers",
            split = ",",
            defaultValue = "1,10,100,1000",
            description = "Workers; several with commas (default: 1,10,100,1000).")
    private List<Integer> workers;

    @Option(
            names = "--load",
            defaultValue = "0.9",
            description = "Work that comes, as a part of what they can do (default: 0.9).")
    private double load;

    @Option(
            names = "--seconds",
            defaultValue = "300",
            description = "Pretended seconds that are measured (default: 300).")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "Of chance (default: 1).")
    private long seed;

    @Option(
            names = "--brokers",
            defaultValue = "0",
            description = "Brokers that lead the job topics (default: 0, as many as their share sessions need).")
    private int brokers;

    @Mixin
    private FaultOptions faults = new FaultOptions();

    @Option(names = "--costs", paramLabel = "FILE", description = "Measured times, as in docs/scale.md.")
    private Path costs;

    @Mixin
    private JsonFile json = new JsonFile();

    /** What goes wrong. */
    static final class FaultOptions {

        @Option(
                names = "--deaths-per-hour",
                defaultValue = "0",
                description = "How often each worker's process ends, in the mean (default: 0).")
        private double deathsPerHour;

        @Option(
                names = "--restart-seconds",
                defaultValue = "30",
                description = "From a death until the next process is there (default: 30).")
        private int restartSeconds;

        @Option(
                names = "--freezes-per-hour",
                defaultValue = "0",
                description = "How often each worker's process stands still, in the mean (default: 0).")
        private double freezesPerHour;

        @Option(
                names = "--freeze-seconds",
                defaultValue = "60",
                description = "How long it stands still (default: 60).")
        private int freezeSeconds;

        Faults faults() {
            return new Faults(deathsPerHour, freezesPerHour, freezeSeconds, restartSeconds);
        }
    }

    BenchScaleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public Integer call() throws IOException {
        json.write(results());
        return ExitCode.OK.code();
    }

    private List<ScaleResult> results() throws IOException {
        try {
            ScaleBench bench = ScaleBench.with(costs);
            List<ScaleResult> results = bench.run(workers.stream()
                    .map(number -> new Wish(number, load, seconds, seed, faults.faults(), brokers))
                    .toList());
            ScaleBench.show(results, terminal::say);
            terminal.say("simulated, not measured; costs: " + bench.measuredOn());
            return results;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
