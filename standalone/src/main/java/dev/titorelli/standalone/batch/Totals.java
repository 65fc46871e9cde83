package dev.titorelli.standalone.batch;

/**
 * Where a batch stands.
 *
 * @param lines in all
 * @param completed whose request was completed
 * @param failed that ended otherwise, broken ones among them
 * @param unfinished sent, or waiting to be sent again
 * @param refused of the unfinished, those that wait because a queue was full
 */
public record Totals(int lines, int completed, int failed, int unfinished, int refused) {

    public int settled() {
        return completed + failed;
    }
}
