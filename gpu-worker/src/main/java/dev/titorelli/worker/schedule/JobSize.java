package dev.titorelli.worker.schedule;

import java.util.Collections;
import java.util.List;

/**
 * What a job's memory follows from.
 *
 * @param rows one for each branch
 * @param steps denoising steps
 */
public record JobSize(List<RowLength> rows, int steps) {
    public JobSize {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || steps < 1) {
            throw new IllegalArgumentException(
                    "%d rows, %d steps: allowed is 1 and more".formatted(rows.size(), steps));
        }
    }

    /**
     * The largest that a queue may hold.
     *
     * @param bucket its ceiling of output tokens
     * @param maxPrefixTokens the catalogue's limit for a branch
     * @param branches the most that a job has
     * @param maxSteps the catalogue's limit
     */
    public static JobSize worstCase(int bucket, int maxPrefixTokens, int branches, int maxSteps) {
        return new JobSize(Collections.nCopies(branches, new RowLength(maxPrefixTokens, bucket)), maxSteps);
    }

    int imageTokens() {
        return rows.get(0).imageTokens();
    }
}
