package dev.titorelli.worker.inspect;

/** Told what inspections came to. Called by several threads at once. */
@FunctionalInterface
public interface InspectTally {

    /**
     * One was answered.
     *
     * @param result {@code found}, or the code of what was wrong
     */
    void inspected(String result, long nanos);
}
