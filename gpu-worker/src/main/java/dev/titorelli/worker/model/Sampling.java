package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.preview.Latents;
import java.util.List;

/**
 * One picture being made: {@link OmniGen#start} has computed its prefixes, {@link #step} moves its latents, {@link
 * #image} decodes them. Used by one thread at a time; closing it frees all its tensors.
 */
public final class Sampling implements AutoCloseable {
    private final NDManager scope;
    private final Sampler sampler;
    private final StepBatch batch;
    private final Vae vae;
    private final VelocityField field;
    private final FlowSchedule schedule;
    private final StepSchedule computed;
    private final SamplingParameters parameters;
    private final int prefixTokens;
    private NDArray latents;
    private NDArray velocity;
    private int stepsDone;
    private Decoding decoding;

    Sampling(
            NDManager scope,
            Sampler sampler,
            StepBatch batch,
            Vae vae,
            VelocityField field,
            SamplingParameters parameters,
            NDArray noise,
            int prefixTokens) {
        this.scope = scope;
        this.sampler = sampler;
        this.batch = batch;
        this.vae = vae;
        this.field = field;
        this.schedule = new FlowSchedule(parameters.steps(), parameters.timeShift());
        this.computed = StepSchedule.of(schedule, parameters.stepCaching(), parameters.cachingFit());
        this.parameters = parameters;
        this.latents = noise;
        this.prefixTokens = prefixTokens;
    }

    /** Denoising steps so far, skipped ones included. */
    public int stepsDone() {
        return stepsDone;
    }

    /** Denoising steps in all. */
    public int steps() {
        return schedule.steps();
    }

    /** How many steps are still to go through the transformer. */
    public int stepsToCompute() {
        return computed.computedFrom(stepsDone);
    }

    /** Tokens of prompt and input pictures, over all branches. */
    public int prefixTokens() {
        return prefixTokens;
    }

    /** Tokens of prompt and input pictures of each branch. */
    public List<Integer> branchTokens() {
        return field.rows().stream().map(row -> row.branch().prefix().tokens()).toList();
    }

    /** Tokens of the output picture. */
    public int outputTokens() {
        return (parameters.widthPx() / ModelLimits.PATCH_PX) * (parameters.heightPx() / ModelLimits.PATCH_PX);
    }

    /**
     * One denoising step through the transformer, and the skipped ones right behind it.
     *
     * @throws NonFiniteLatentsException when the latents turn non-finite
     * @throws IllegalStateException after the last step
     */
    public void step() {
        if (!stepTogether(List.of(this)).isEmpty()) {
            throw new NonFiniteLatentsException(stepsDone + 1, steps());
        }
    }

    /**
     * One denoising step of several pictures of one model in one batch: each gets the bits that it would get alone. A picture whose next
     * steps are skipped makes them too, so that every row of a batch goes through the transformer.
     *
     * @return the pictures whose latents turned non-finite and stayed where they were; the others have moved on
     * @throws IllegalStateException when one of them is at its end
     */
    public static List<Sampling> stepTogether(List<Sampling> samplings) {
        try (StepTogether step = beginStep(samplings)) {
            step.run(step.layers());
            return step.end();
        }
    }

    /** The same, some layers at a time. The pictures must neither be closed nor go on until it is ended or closed. */
    public static StepTogether beginStep(List<Sampling> samplings) {
        return new StepTogether(samplings);
    }

    /** What holds the picture's tensors. */
    NDManager scope() {
        return scope;
    }

    /** What its rows step in. */
    StepBatch batch() {
        return batch;
    }

    /** What it puts into the next step. */
    StepBatch.Part part() {
        if (stepsDone == steps()) {
            throw new IllegalStateException("all %d steps are done".formatted(steps()));
        }
        return new StepBatch.Part(field, latents, stepsDone);
    }

    /** Whether the next latents are finite, and so were taken. */
    boolean advance(NDArray branches) {
        try (NDManager step = scope.newSubManager()) {
            NDArray followed =
                    sampler.guide(step, branches, parameters.guidanceScale(), parameters.imageGuidanceScale());
            NDArray next = sampler.advance(step, latents, followed, schedule.timeDelta(stepsDone));
            int skipped = computed.skippedAfter(stepsDone);
            for (int index = stepsDone + 1; index <= stepsDone + skipped; index++) {
                next = sampler.advance(step, next, followed, schedule.timeDelta(index));
            }
            if (!sampler.allFinite(next)) {
                return false;
            }
            follow(followed);
            latents(next);
            stepsDone += 1 + skipped;
            return true;
        }
    }

    /** The pass that makes the picture of the present latents, which must stay as they are until it ends. */
    public DevicePass decoding() {
        decoding = new Decoding(vae, sampler, scope, latents);
        return new DevicePass(
                DevicePass.Kind.DECODE, (long) parameters.widthPx() * parameters.heightPx(), decoderUnits(), decoding);
    }

    /** What that pass made; null before it ended. */
    public RgbImage decoded() {
        return decoding == null ? null : decoding.image();
    }

    /** The picture of the present latents; finished after the last step, a rough sketch before. */
    public RgbImage image() {
        Decoding now = new Decoding(vae, sampler, scope, latents);
        now.run(0, decoderUnits());
        return now.image();
    }

    private int decoderUnits() {
        return vae.decoderUnits(parameters.heightPx(), parameters.widthPx());
    }

    /** A row for each branch. */
    List<VelocityField.Row> rows() {
        return field.rows();
    }

    /** The present latents, [1, 4, h, w]. */
    public NDArray latents() {
        return latents;
    }

    /** Keeps the velocity of the last step; null for none. */
    private void follow(NDArray followed) {
        if (velocity != null) {
            velocity.close();
        }
        if (followed != null) {
            followed.attach(scope);
        }
        velocity = followed;
    }

    /**
     * Where the last step's velocity leads at flow time 1 from the present latents: what the finished latents may be, without the noise that
     * is still in the present ones. The present latents themselves as long as this object has made no step. Out of the device's memory.
     */
    public Latents predicted() {
        Latents present = copied(latents);
        return velocity == null ? present : present.moved(copied(velocity), 1 - schedule.flowTime(stepsDone));
    }

    private static Latents copied(NDArray array) {
        long[] shape = array.getShape().getShape();
        return new Latents((int) shape[3], (int) shape[2], array.toFloatArray());
    }

    /** Sets the latents, to go on from others. */
    public void latents(NDArray other) {
        other.attach(scope);
        latents.close();
        latents = other;
    }

    /**
     * Goes on from the latents of an equal picture after some steps. They say all where the next step is computed; a skipped one would need
     * the velocity before it.
     *
     * @param step how many steps, 0 to all
     * @param values in the order of [1, 4, h, w]
     * @return false, and nothing is changed, when they are not so many or the next step is a skipped one
     * @throws IllegalArgumentException for a step that there is not
     */
    public boolean goOn(int step, float[] values) {
        if (step < 0 || step > steps()) {
            throw new IllegalArgumentException("step " + step + ": allowed is 0 to " + steps());
        }
        if (values.length != latents.size() || !computed.restsAfter(step)) {
            return false;
        }
        latents(scope.create(values, latents.getShape()));
        follow(null);
        stepsDone = step;
        return true;
    }

    /** How many tensors and scopes the picture holds. */
    int tensors() {
        return scope.getManagedArrays().size();
    }

    @Override
    public void close() {
        scope.close();
    }
}
