package dev.titorelli.standalone.cli;

import dev.titorelli.program.Unbroken;
import dev.titorelli.standalone.bench.prefixes.PrefixBench;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.worker.batch.KeptPrefixes;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prefixes",
        description = "How often prefixes that are kept for pictures to come are found, and what that saves.")
final class BenchPrefixesCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Mixin
    private PaintingOptions painting = new PaintingOptions();

    @Option(names = "--steps", defaultValue = "10", description = "Denoising steps (default: 10).")
    private int steps;

    @Mixin
    private JsonFile json = new JsonFile();

    BenchPrefixesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public Integer call() throws Exception {
        if (steps < 1) {
            throw new CommandFailed(ExitCode.USAGE, "--steps %d: allowed is 1 and above".formatted(steps));
        }
        PrefixBench.Wish wish =
                new PrefixBench.Wish(painting.widthPx(), painting.heightPx(), steps, painting.computeType());
        List<PrefixBench.Result> patterns =
                Unbroken.whenTold(() -> PrefixBench.run(painting.directory(), wish, new DataOption().kept()));
        table(patterns).lines().forEach(terminal::say);
        terminal.say("Seconds of all pictures of a pattern, without a cache -> with. Counted: what the metric"
                + " titorelli_prefix_saved_seconds_total says was saved. Of all: saved part of the processor time of"
                + " the whole pictures.");
        patterns.stream()
                .filter(pattern -> !pattern.samePictures())
                .forEach(pattern -> terminal.say(pattern.pattern() + ": the pictures differ, which is a fault"));
        json.write(patterns);
        return ExitCode.OK.code();
    }

    private static TextTable table(List<PrefixBench.Result> patterns) {
        TextTable table = new TextTable(
                "pattern",
                "pictures",
                "wanted",
                "hits",
                "hit rate",
                "MiB kept",
                "prefill processor s",
                "prefill device s",
                "saved device s",
                "counted",
                "of all");
        patterns.forEach(pattern -> row(table, pattern, pattern.kept(), pattern.costs()));
        return table;
    }

    private static void row(TextTable table, PrefixBench.Result pattern, KeptPrefixes kept, PrefixBench.Costs costs) {
        table.row(
                pattern.pattern(),
                Integer.toString(pattern.pictures()),
                Long.toString(kept.hits() + kept.misses()),
                Long.toString(kept.hits()),
                percent(pattern.hitRate()),
                "%.1f".formatted(kept.bytes() / (double) (1 << 20)),
                "%.3f -> %.3f"
                        .formatted(
                                costs.without().processorSeconds(), costs.with().processorSeconds()),
                "%.3f -> %.3f"
                        .formatted(costs.without().deviceSeconds(), costs.with().deviceSeconds()),
                "%.3f".formatted(costs.savedDeviceSeconds()),
                "%.3f".formatted(kept.savedNanos() / 1e9),
                percent(costs.savedPart()));
    }

    private static String percent(double part) {
        return "%.0f %%".formatted(100 * part);
    }
}
