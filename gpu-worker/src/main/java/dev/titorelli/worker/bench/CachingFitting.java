package dev.titorelli.worker.bench;

import dev.titorelli.worker.model.CachingFit;
import dev.titorelli.worker.model.FlowSchedule;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Fits where step caching may skip: pictures of fixed prompts and seeds are painted in many even steps, and from each step to the next it is
 * measured how much the guided velocity changes, as the root of the mean square over all values.
 */
public final class CachingFitting {

    private static final int STEPS = 40;
    private static final long FIRST_SEED = 1_000;
    private static final int SEEDS = 2;
    private static final double DIGITS = 1e6;
    private static final List<String> PROMPTS = List.of(
            "a red circle on a blue background",
            "a green square left of a yellow triangle",
            "a large white star on a black background",
            "two purple circles above an orange square");

    private CachingFitting() {}

    /**
     * Fits a model's schedule, which takes as long as eight pictures.
     *
     * @throws dev.titorelli.worker.checkpoint.ModelDirectoryException when the directory is no model
     */
    public static CachingFit of(Path directory) {
        try (OmniGen model = OmniGen.open(directory)) {
            double[] changes = new double[STEPS];
            for (String prompt : PROMPTS) {
                for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
                    add(model, parameters(model.defaults(), prompt, seed), changes);
                }
            }
            Arrays.parallelPrefix(changes, Double::sum);
            double all = changes[STEPS - 1];
            return new CachingFit(
                    model.digest(),
                    Arrays.stream(changes)
                            .map(change -> Math.round(DIGITS * change / all) / DIGITS)
                            .boxed()
                            .toList());
        }
    }

    private static void add(OmniGen model, SamplingParameters parameters, double[] changes) {
        FlowSchedule schedule = new FlowSchedule(STEPS, parameters.timeShift());
        try (Sampling sampling = model.start(parameters)) {
            float[] latents = sampling.latents().toFloatArray();
            float[] before = null;
            for (int step = 0; step < STEPS; step++) {
                sampling.step();
                float[] next = sampling.latents().toFloatArray();
                float[] velocity = velocity(latents, next, schedule.flowTime(step + 1) - schedule.flowTime(step));
                changes[step] += before == null ? 0 : distance(before, velocity);
                before = velocity;
                latents = next;
            }
        }
    }

    private static float[] velocity(float[] from, float[] to, float time) {
        float[] velocity = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            velocity[i] = (to[i] - from[i]) / time;
        }
        return velocity;
    }

    private static double distance(float[] one, float[] other) {
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = one[i] - other[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares / one.length);
    }

    /** Even flow times, whatever the model's own shift: the fit is over flow time. */
    private static SamplingParameters parameters(ModelDefaults defaults, String prompt, long seed) {
        return new SamplingParameters(
                prompt,
                defaults.negativePrompt(),
                List.of(),
                defaults.widthPx(),
                defaults.heightPx(),
                STEPS,
                defaults.guidanceScale(),
                defaults.imageGuidanceScale(),
                defaults.useImageGuidance(),
                1,
                seed,
                defaults.maxInputSizePx());
    }
}
