package dev.titorelli.standalone.cli;

import dev.titorelli.program.Unbroken;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.worker.bench.CachingBench;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "caching",
        description = "What each level of step caching saves, and how far its pictures are from those of all steps.")
final class BenchCachingCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Mixin
    private PaintingOptions painting = new PaintingOptions();

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "a large red circle at the top left on a navy background",
            description = "Of every picture (default: a large red circle at the top left on a navy background).")
    private String prompt;

    @Option(names = "--steps", defaultValue = "20", description = "Denoising steps (default: 20).")
    private int steps;

    @Option(
            names = "--pictures",
            defaultValue = "4",
            description = "Pictures of each level, of the seeds 0, 1... (default: 4).")
    private int pictures;

    @Mixin
    private JsonFile json = new JsonFile();

    BenchCachingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public Integer call() throws Exception {
        if (steps < 1 || pictures < 1) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--steps %d, --pictures %d: allowed is 1 and above".formatted(steps, pictures));
        }
        CachingBench.Wish wish = new CachingBench.Wish(
                prompt, painting.widthPx(), painting.heightPx(), steps, pictures, painting.computeType());
        List<CachingBench.Result> levels =
                Unbroken.whenTold(() -> CachingBench.run(painting.directory(), wish, new DataOption().kept()));
        table(levels).lines().forEach(terminal::say);
        terminal.say(
                "Seconds an image of all its steps, on the clock and of all threads: medians. Less by: of processor"
                        + " time. Difference from level 0, of colour values 0 to 255.");
        json.write(levels);
        return ExitCode.OK.code();
    }

    private static TextTable table(List<CachingBench.Result> levels) {
        double all = levels.get(0).processorSeconds();
        TextTable table = new TextTable(
                "level",
                "schedule",
                "steps computed",
                "seconds",
                "processor s",
                "less by",
                "mean abs. difference",
                "PSNR dB");
        levels.forEach(level -> table.row(
                Integer.toString(level.level()),
                level.fitted() ? "fitted" : "fixed",
                Integer.toString(level.computed()),
                "%.3f".formatted(level.seconds()),
                "%.3f".formatted(level.processorSeconds()),
                "%.2f".formatted(all / level.processorSeconds()),
                "%.2f".formatted(level.difference().meanAbsolute()),
                "%.1f".formatted(level.difference().psnrDb())));
        return table;
    }
}
