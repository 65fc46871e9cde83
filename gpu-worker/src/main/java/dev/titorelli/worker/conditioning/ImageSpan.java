package dev.titorelli.worker.conditioning;

/**
 * The place of an input picture among the prompt's tokens.
 *
 * @param start its first token
 * @param end the token after its last
 * @param image which input picture, from 0
 */
public record ImageSpan(int start, int end, int image) {

    /** Its number of tokens: one a 16 x 16 pixel patch. */
    public int length() {
        return end - start;
    }
}
