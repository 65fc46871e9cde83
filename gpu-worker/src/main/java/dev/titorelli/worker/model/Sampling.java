package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.image.RgbImage;

/**
 * One picture being made: {@link OmniGen#start} has computed its prefixes, {@link #step} moves its latents, {@link
 * #image} decodes them. Used by one thread at a time; closing it frees all its tensors.
 */
public final class Sampling implements AutoCloseable {
    private final NDManager scope;
    private final Sampler sampler;
    private final Vae vae;
    private final VelocityField field;
    private final FlowSchedule schedule;
    private final SamplingParameters parameters;
    private final int prefixTokens;
    private NDArray latents;
    private int stepsDone;

    Sampling(
            NDManager scope,
            Sampler sampler,
            Vae vae,
            VelocityField field,
            SamplingParameters parameters,
            NDArray noise,
            int prefixTokens) {
        this.scope = scope;
        this.sampler = sampler;
        this.vae = vae;
        this.field = field;
        this.schedule = new FlowSchedule(parameters.steps(), parameters.timeShift());
        this.parameters = parameters;
        this.latents = noise;
        this.prefixTokens = prefixTokens;
    }

    /** Denoising steps so far. */
    public int stepsDone() {
        return stepsDone;
    }

    /** Denoising steps in all. */
    public int steps() {
        return schedule.steps();
    }

    /** Tokens of prompt and input pictures, over all branches. */
    public int prefixTokens() {
        return prefixTokens;
    }

    /** Tokens of the output picture. */
    public int outputTokens() {
        return (parameters.widthPx() / ModelLimits.PATCH_PX) * (parameters.heightPx() / ModelLimits.PATCH_PX);
    }

    /**
     * One denoising step.
     *
     * @throws NonFiniteLatentsException when the latents turn non-finite
     * @throws IllegalStateException after the last step
     */
    public void step() {
        if (stepsDone == steps()) {
            throw new IllegalStateException("all %d steps are done".formatted(steps()));
        }
        try (NDManager step = scope.newSubManager()) {
            NDArray velocities = field.velocities(step, latents, stepsDone);
            NDArray velocity =
                    sampler.guide(step, velocities, parameters.guidanceScale(), parameters.imageGuidanceScale());
            NDArray next = sampler.advance(step, latents, velocity, schedule.timeDelta(stepsDone));
            if (!sampler.allFinite(next)) {
                throw new NonFiniteLatentsException(stepsDone + 1, steps());
            }
            next.attach(scope);
            latents.close();
            latents = next;
            stepsDone++;
        }
    }

    /** The picture of the present latents; finished after the last step, a rough sketch before. */
    public RgbImage image() {
        try (NDManager step = scope.newSubManager()) {
            return sampler.image(vae.decode(step, latents, (block, output) -> {}));
        }
    }

    /** The present latents, [1, 4, h, w]. */
    NDArray latents() {
        return latents;
    }

    /** Sets the latents, to go on from others. */
    void latents(NDArray other) {
        other.attach(scope);
        latents.close();
        latents = other;
    }

    /** How many tensors and scopes the picture holds. */
    int tensors() {
        return scope.getManagedArrays().size();
    }

    @Override
    public void close() {
        field.close();
        scope.close();
    }
}
