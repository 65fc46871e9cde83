package dev.titorelli.worker.batch;

/** Told of every step that the device made. Called on its thread; must not wait. */
@FunctionalInterface
public interface StepTally {

    /**
     * A step was made.
     *
     * @param rows branches of all pictures that stepped together
     */
    void stepped(int bucket, int rows, long nanos);
}
