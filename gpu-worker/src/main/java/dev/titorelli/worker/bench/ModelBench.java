package dev.titorelli.worker.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.VaeLayout;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.LoadTimes;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.ModelDirectory;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.tensor.ComputeType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures a model on this machine: seconds an image in each phase, beside the floor, which is the time that its
 * products, attentions and convolutions take alone, in the same run.
 */
public final class ModelBench {
    /** What the measured pictures are to show. */
    public static final String PROMPT =
            "A photo of a red bicycle that leans against the white wall of a house by the sea";

    private final Wish wish;
    private final List<Stopwatch> rounds = new ArrayList<>();

    private ModelBench(Wish wish) {
        this.wish = wish;
    }

    /**
     * What to measure.
     *
     * @param inputs sizes of the input pictures
     * @param batch pictures that step together
     * @param rounds measured ones; one more before them warms up
     */
    public record Wish(
            int widthPx, int heightPx, List<Size> inputs, int steps, int batch, ComputeType compute, int rounds) {
        public Wish {
            inputs = List.copyOf(inputs);
        }
    }

    /** Of a picture, in pixels. */
    public record Size(int widthPx, int heightPx) {}

    /**
     * What was measured: seconds an image.
     *
     * @param load seconds from the directory to an open model, once, and by part; the digest is read beside the others
     * @param phases medians by phase: encode, prefill, step (all of them), decode
     * @param best the shortest by phase
     * @param cpu medians of this process's processor time by phase, which other load on the machine disturbs less
     * @param floor seconds an image of each phase's products, attentions and convolutions alone
     * @param gflop arithmetic of each phase of an image, in 10^9 operations
     * @param linearMode how the linears are cut
     */
    public record Result(
            Map<String, Double> load,
            Map<String, Double> phases,
            Map<String, Double> best,
            Map<String, Double> cpu,
            Map<String, Double> floor,
            Map<String, Double> gflop,
            String linearMode) {
        /** How many times the floor a phase takes, at its best; not a number where it has nothing to do. */
        public double ratio(String phase) {
            return floor.get(phase) == 0 ? Double.NaN : best.get(phase) / floor.get(phase);
        }
    }

    /** Opens the model and measures. */
    public static Result run(Path directory, Wish wish, KeptFolder kept) {
        LoadTimes times = new LoadTimes();
        try (OmniGen model = OmniGen.open(directory, wish.compute(), kept, times)) {
            Map<String, Double> load = times.seconds();
            ModelBench bench = new ModelBench(wish);
            bench.round(model);
            bench.rounds.clear();
            VaeLayout vae = VaeLayout.of(ModelDirectory.read(directory).vae());
            try (ModelFloor floor = ModelFloor.of(model, vae, wish)) {
                for (int i = 0; i < wish.rounds(); i++) {
                    bench.round(model);
                    floor.measure();
                }
                return bench.result(load, floor, model.profile().get("linearMode"));
            }
        }
    }

    /** Paints one round of pictures with a model that is open, from prefill to pixels, on this thread. */
    public static void paint(OmniGen model, Wish wish) {
        new ModelBench(wish).round(model);
    }

    private Result result(Map<String, Double> load, ModelFloor floor, String linearMode) {
        return new Result(
                load,
                by(ModelBench::median),
                by(all -> all.stream().mapToDouble(t -> t).min().orElseThrow()),
                by(ModelBench::median, Stopwatch::cpu),
                floor.seconds(),
                floor.gflop(),
                linearMode);
    }

    private void round(OmniGen model) {
        Stopwatch watch = new Stopwatch();
        List<Sampling> samplings = new ArrayList<>();
        try {
            IntStream.range(0, wish.batch()).forEach(i -> samplings.add(start(model, i, watch)));
            watch.time("step", () -> IntStream.range(0, wish.steps()).forEach(i -> Sampling.stepTogether(samplings)));
            samplings.forEach(sampling -> watch.time("decode", sampling::image));
        } finally {
            samplings.forEach(Sampling::close);
        }
        rounds.add(watch);
    }

    private Sampling start(OmniGen model, int index, Stopwatch watch) {
        SamplingParameters parameters = parameters(model, wish, index);
        watch.time("encode", () -> model.encode(parameters.inputs()));
        watch.takeLastOff("prefill");
        List<Sampling> started = new ArrayList<>();
        watch.time("prefill", () -> started.add(model.start(parameters)));
        return started.get(0);
    }

    /** @param seed of the noise */
    static SamplingParameters parameters(OmniGen model, Wish wish, long seed) {
        ModelDefaults defaults = model.defaults();
        List<RgbImage> inputs = wish.inputs().stream()
                .map(size -> gradient(size.widthPx(), size.heightPx()))
                .toList();
        String tags = String.join(
                " ",
                IntStream.rangeClosed(1, inputs.size())
                        .mapToObj(i -> "<img><|image_" + i + "|></img>")
                        .toList());
        return new SamplingParameters(
                (tags + " " + PROMPT).strip(),
                defaults.negativePrompt(),
                inputs,
                wish.widthPx(),
                wish.heightPx(),
                wish.steps(),
                2.5,
                1.6,
                true,
                1,
                seed,
                wish.inputs().stream()
                        .flatMap(size -> Stream.of(size.widthPx(), size.heightPx()))
                        .max(Integer::compare)
                        .orElse(defaults.maxInputSizePx()));
    }

    private static RgbImage gradient(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % width + i / 3 / width);
        }
        return new RgbImage(width, height, rgb);
    }

    private Map<String, Double> by(ToDoubleFunction<List<Double>> number) {
        return by(number, Stopwatch::sum);
    }

    private Map<String, Double> by(
            ToDoubleFunction<List<Double>> number, ToDoubleBiFunction<Stopwatch, String> seconds) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String phase : List.of("encode", "prefill", "step", "decode")) {
            numbers.put(
                    phase,
                    number.applyAsDouble(rounds.stream()
                            .map(round -> seconds.applyAsDouble(round, phase) / wish.batch())
                            .toList()));
        }
        return numbers;
    }

    private static double median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Seconds by phase of one round, on the clock and of processors. */
    private static final class Stopwatch {
        private static final OperatingSystemMXBean SYSTEM =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        private final Map<String, Double> sums = new LinkedHashMap<>();
        private final Map<String, Double> cpu = new LinkedHashMap<>();
        private double last;
        private double lastCpu;

        void time(String phase, Runnable work) {
            long cpuBegun = SYSTEM.getProcessCpuTime();
            long begun = System.nanoTime();
            work.run();
            last = (System.nanoTime() - begun) / 1e9;
            lastCpu = (SYSTEM.getProcessCpuTime() - cpuBegun) / 1e9;
            sums.merge(phase, last, Double::sum);
            cpu.merge(phase, lastCpu, Double::sum);
        }

        /** Takes what was timed last off a phase that is timed next and has it once more. */
        void takeLastOff(String phase) {
            sums.merge(phase, -last, Double::sum);
            cpu.merge(phase, -lastCpu, Double::sum);
        }

        double cpu(String phase) {
            return cpu.getOrDefault(phase, 0.0);
        }

        double sum(String phase) {
            return sums.getOrDefault(phase, 0.0);
        }
    }
}
