package dev.titorelli.worker.model;

/** A picture whose latents turned infinite or not-a-number: it failed, and the model goes on. */
public final class NonFiniteLatentsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NonFiniteLatentsException(int step, int steps) {
        super("the latents turned non-finite in step %d of %d".formatted(step, steps));
    }
}
