package dev.titorelli.worker.batch;

import dev.titorelli.worker.model.DevicePass;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.ModelLimits;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.PrefixSharing;
import dev.titorelli.worker.model.Preparation;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.model.StepTogether;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.StepMeasuring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps of pictures that nobody asked for, to take their time: of one row each, of the bucket's most tokens. The first step of so many rows
 * warms up, the faster one of two more counts. Between two layers it looks whether its time is over. One thread at a time.
 */
final class SyntheticSteps implements StepMeasuring.Steps, AutoCloseable {

    private static final String PROMPT = "a picture";
    private static final int COUNTED = StepMeasuring.STEPS_EACH - 1;
    static final int STEPS = 24;

    private final OmniGen model;
    private final List<Sampling> pictures = new ArrayList<>();
    private int bucket;

    SyntheticSteps(OmniGen model) {
        this.model = model;
    }

    /** The row of a bucket's largest picture that is nearly square. */
    static StepMeasuring.Bucket bucket(OmniGen model, int tokens) {
        SamplingParameters parameters = parameters(model, tokens, 0);
        int prefix = model.branchTokens(parameters, List.of()).get(0);
        int image = (parameters.widthPx() / ModelLimits.PATCH_PX) * (parameters.heightPx() / ModelLimits.PATCH_PX);
        return new StepMeasuring.Bucket(tokens, new RowLength(prefix, image));
    }

    @Override
    public Optional<MeasuredStep> measure(int tokens, int rows, long nanos) {
        long end = System.nanoTime() + nanos;
        if (tokens != bucket) {
            close();
            bucket = tokens;
        }
        while (pictures.size() < rows) {
            Optional<Sampling> another = start(end);
            if (another.isEmpty()) {
                return Optional.empty();
            }
            pictures.add(another.get());
        }
        return fastest(rows, end)
                .map(fastest ->
                        new MeasuredStep(tokens, rows, bucket(model, tokens).row(), fastest));
    }

    private Optional<Long> fastest(int rows, long end) {
        if (!step(rows, end)) {
            return Optional.empty();
        }
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < COUNTED; i++) {
            long begun = System.nanoTime();
            if (!step(rows, end)) {
                return Optional.of(fastest).filter(one -> one < Long.MAX_VALUE);
            }
            fastest = Math.min(fastest, Math.max(1, System.nanoTime() - begun));
        }
        return Optional.of(fastest);
    }

    /** Whether a step was made in time. */
    private boolean step(int rows, long end) {
        try (StepTogether step = Sampling.beginStep(pictures.subList(0, rows))) {
            for (int layer = 0; layer < step.layers(); layer++) {
                if (System.nanoTime() >= end) {
                    return false;
                }
                step.run(1);
            }
            step.end();
            return true;
        }
    }

    private Optional<Sampling> start(long end) {
        Preparation preparation = model.prepare(parameters(model, bucket, pictures.size()), PrefixSharing.NONE);
        for (Optional<DevicePass> pass = preparation.next(); pass.isPresent(); pass = preparation.next()) {
            if (System.nanoTime() >= end) {
                preparation.close();
                return Optional.empty();
            }
            pass.get().run(1);
        }
        return Optional.of(preparation.sampling());
    }

    private static SamplingParameters parameters(OmniGen model, int tokens, long seed) {
        ModelLimits limits = model.limits();
        int mostWide = limits.maxWidthPx() / ModelLimits.PATCH_PX;
        int high = Math.min(limits.maxHeightPx() / ModelLimits.PATCH_PX, Math.max(1, (int) Math.sqrt(tokens)));
        int wide = Math.min(mostWide, tokens / high);
        ModelDefaults defaults = model.defaults();
        return new SamplingParameters(
                PROMPT,
                defaults.negativePrompt(),
                List.of(),
                wide * ModelLimits.PATCH_PX,
                high * ModelLimits.PATCH_PX,
                Math.min(STEPS, limits.maxSteps()),
                1,
                1,
                false,
                defaults.timeShift(),
                seed,
                defaults.maxInputSizePx());
    }

    @Override
    public void close() {
        pictures.forEach(Sampling::close);
        pictures.clear();
    }
}
