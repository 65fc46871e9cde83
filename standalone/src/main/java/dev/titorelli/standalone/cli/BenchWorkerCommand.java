package dev.titorelli.standalone.cli;

import dev.titorelli.ImageSize;
import dev.titorelli.Lane;
import dev.titorelli.program.Unbroken;
import dev.titorelli.standalone.bench.worker.JobMix;
import dev.titorelli.standalone.bench.worker.WorkerBench;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult;
import dev.titorelli.standalone.bench.worker.WorkerBenchWish;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.ModelAlias;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "worker",
        description =
                "Images a second and waits of a worker on a broker of its own: by pictures together beside the model"
                        + " alone, for jobs that come by chance beside one job at a time, and in a flood of bulk jobs.",
        footer = {
            "",
            "Example:",
            "  ./titorelli bench worker --mix 128x128:interactive:0.8,64x64:bulk:0.2 --jobs 100 --flood 128x128"
        })
final class BenchWorkerCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = "f32, bf16, or auto: bf16 where the processor is made for it (default: auto).")
    private String dtype;

    @Option(
            names = "--mix",
            defaultValue = "128x128:interactive:0.5,64x64:bulk:0.5",
            description = "Sizes, lanes and shares of the jobs: WxH[:interactive|:bulk][:SHARE], several with commas"
                    + " (default: 128x128:interactive:0.5,64x64:bulk:0.5).")
    private String mix;

    @Option(names = "--steps", defaultValue = "10", description = "Denoising steps (default: 10).")
    private int steps;

    @Option(names = "--jobs", defaultValue = "40", description = "Jobs of each round (default: 40).")
    private int jobs;

    @Option(
            names = "--load",
            split = ",",
            defaultValue = "0.5,0.8",
            description = "Jobs that come by chance, as parts of what the worker makes when there are always more;"
                    + " several with commas, 0 for none (default: 0.5,0.8).")
    private List<Double> shares;

    @Option(names = "--rate", defaultValue = "0", description = "Jobs a second, instead of --load.")
    private double rate;

    @Option(names = "--held", defaultValue = "4", description = "Jobs that the worker holds, at most (default: 4).")
    private int held;

    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1,2,4,8",
            description =
                    "Pictures together whose speed is measured; several with commas, 0 for none (default: 1,2,4,8).")
    private List<Integer> batches;

    @Option(
            names = "--fifo",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Measures all rounds once more with one job at a time, first come, first served (default).")
    private boolean fifo;

    @Option(
            names = "--flood",
            paramLabel = "WxH",
            converter = ImageSizeOption.class,
            description = "Measures the mix's interactive jobs alone and in a flood of bulk jobs of this size.")
    private ImageSize flood;

    @Option(names = "--seed", defaultValue = "1", description = "Of chance (default: 1).")
    private long seed;

    @Mixin
    private JsonFile json = new JsonFile();

    BenchWorkerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        WorkerBenchWish wish = wish();
        ComputeType compute = computeType();
        Path checkpoint = model.directory();
        requireMadeBy(checkpoint, wish);
        WorkerBenchResult result = Unbroken.whenTold(() -> measure(checkpoint, compute, wish));
        new ShownWorkerBench(terminal).show(result);
        json.write(result);
        return ExitCode.OK.code();
    }

    private WorkerBenchResult measure(Path checkpoint, ComputeType compute, WorkerBenchWish wish) throws IOException {
        TemporaryFolder folder = TemporaryFolder.make("titorelli-bench");
        try (OmniGen open = OmniGen.open(checkpoint, compute, new DataOption().kept());
                EmbeddedKafka kafka = EmbeddedKafka.start(folder.path().resolve("kafka"), 0)) {
            WorkerBench.Place place = new WorkerBench.Place(kafka.bootstrapServers(), folder.path());
            return WorkerBench.run(place, open, ModelAlias.of(checkpoint), wish, terminal::say);
        } finally {
            folder.delete();
        }
    }

    private static void requireMadeBy(Path checkpoint, WorkerBenchWish wish) {
        try {
            wish.requireMadeWithin(OmniGen.limitsOf(checkpoint));
        } catch (ModelDirectoryException e) {
            throw new CommandFailed(ExitCode.CANNOT_START, e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private WorkerBenchWish wish() {
        try {
            return new WorkerBenchWish(
                    JobMix.parse(mix),
                    steps,
                    jobs,
                    new WorkerBenchWish.Arrivals(rate, shares, seed),
                    held,
                    batches.equals(List.of(0)) ? List.of() : batches,
                    fifo,
                    Optional.ofNullable(flood).map(size -> new JobMix.Part(size, Lane.BULK, 1)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "--" + e.getMessage().replaceFirst("^--", ""), e);
        }
    }

    private ComputeType computeType() {
        try {
            return ComputeType.of(dtype);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "--" + e.getMessage(), e);
        }
    }
}
