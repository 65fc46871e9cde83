package dev.titorelli.worker.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.model.StepSchedule;
import dev.titorelli.worker.tensor.ComputeType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures what each level of step caching saves on this machine, and how far its pictures are from those of all steps. */
public final class CachingBench {
    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final OmniGen model;
    private final Wish wish;

    private CachingBench(OmniGen model, Wish wish) {
        this.model = model;
        this.wish = wish;
    }

    /**
     * What to measure.
     *
     * @param prompt of every picture
     * @param pictures how many, of the seeds 0, 1...
     */
    public record Wish(String prompt, int widthPx, int heightPx, int steps, int pictures, ComputeType compute) {}

    /**
     * A level's pictures.
     *
     * @param fitted whether the model's fit placed the computed steps; else the schedule is the fixed one
     * @param computed steps of a picture that went through the transformer
     * @param seconds median over the pictures of the time of all their steps
     * @param processorSeconds median of the processor time that those took, of all threads
     * @param difference from the pictures of all steps; none for level 0
     */
    public record Result(
            int level,
            boolean fitted,
            int computed,
            double seconds,
            double processorSeconds,
            PictureDifference difference) {}

    /** Opens the model and measures every level, 0 first; each by the fixed schedule, and by the model's fit if it has one. */
    public static List<Result> run(Path directory, Wish wish, KeptFolder kept) {
        try (OmniGen model = OmniGen.open(directory, wish.compute(), kept)) {
            return new CachingBench(model, wish).levels();
        }
    }

    /** Whose steps are placed by whom. */
    private record Way(int level, boolean fitted) {}

    /** Ways in turn for each picture, so that a machine that slows down does so for all. */
    private List<Result> levels() {
        List<Way> ways = IntStream.rangeClosed(0, StepSchedule.MAX_LEVEL)
                .boxed()
                .flatMap(level -> Stream.of(new Way(level, false), new Way(level, true)))
                .filter(way ->
                        !way.fitted() || (way.level() > 0 && model.cachingFit().isPresent()))
                .toList();
        paint(0, ways.get(0)); // warms up
        Map<Way, List<Painted>> painted = new LinkedHashMap<>();
        for (int seed = 0; seed < wish.pictures(); seed++) {
            for (Way way : ways) {
                painted.computeIfAbsent(way, none -> new ArrayList<>()).add(paint(seed, way));
            }
        }
        return ways.stream()
                .map(way -> result(way, painted.get(way), painted.get(ways.get(0))))
                .toList();
    }

    private Result result(Way way, List<Painted> pictures, List<Painted> whole) {
        PictureDifference.Sum difference = new PictureDifference.Sum();
        for (int i = 0; i < pictures.size(); i++) {
            difference.add(whole.get(i).image(), pictures.get(i).image());
        }
        return new Result(
                way.level(),
                way.fitted(),
                StepSchedule.fixed(wish.steps(), way.level()).computedFrom(0), // a fit computes as many
                median(pictures, Painted::seconds),
                median(pictures, Painted::processorSeconds),
                difference.all());
    }

    private static double median(List<Painted> pictures, ToDoubleFunction<Painted> seconds) {
        double[] sorted = pictures.stream().mapToDouble(seconds).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private record Painted(RgbImage image, double seconds, double processorSeconds) {}

    private Painted paint(long seed, Way way) {
        SamplingParameters parameters = parameters(seed)
                .withStepCaching(way.level())
                .withCachingFit(model.cachingFit().filter(fit -> way.fitted()));
        try (Sampling sampling = model.start(parameters)) {
            long begun = System.nanoTime();
            long used = MACHINE.getProcessCpuTime();
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double processorSeconds = (MACHINE.getProcessCpuTime() - used) / 1e9;
            return new Painted(sampling.image(), seconds, processorSeconds);
        }
    }

    private SamplingParameters parameters(long seed) {
        ModelDefaults defaults = model.defaults();
        return new SamplingParameters(
                wish.prompt(),
                defaults.negativePrompt(),
                List.of(),
                wish.widthPx(),
                wish.heightPx(),
                wish.steps(),
                defaults.guidanceScale(),
                defaults.imageGuidanceScale(),
                defaults.useImageGuidance(),
                defaults.timeShift(),
                seed,
                defaults.maxInputSizePx());
    }
}
