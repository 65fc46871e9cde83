package dev.titorelli.worker.schedule;

/**
 * The length of a branch's row.
 *
 * @param prefixTokens tokens of prompt and input pictures
 * @param imageTokens tokens of the output picture
 */
public record RowLength(int prefixTokens, int imageTokens) {
    public RowLength {
        if (prefixTokens < 0 || imageTokens < 1) {
            throw new IllegalArgumentException("row of %d prefix tokens and %d image tokens: allowed is 0 and 1 or more"
                    .formatted(prefixTokens, imageTokens));
        }
    }

    /** With the time token. */
    public int tokens() {
        return prefixTokens + 1 + imageTokens;
    }
}
