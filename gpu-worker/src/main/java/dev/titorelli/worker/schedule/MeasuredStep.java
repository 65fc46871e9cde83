package dev.titorelli.worker.schedule;

/**
 * A step of rows of one length, and how long it took.
 *
 * @param bucket of the pictures
 * @param rows that stepped together
 * @param row the length of each
 * @param nanos device time
 */
public record MeasuredStep(int bucket, int rows, RowLength row, long nanos) {

    /** @throws IllegalArgumentException for numbers that no step has */
    public MeasuredStep {
        if (bucket < 1 || rows < 1 || nanos < 1) {
            throw new IllegalArgumentException(
                    "bucket %d, %d rows, %d ns: allowed is 1 and more each".formatted(bucket, rows, nanos));
        }
    }
}
