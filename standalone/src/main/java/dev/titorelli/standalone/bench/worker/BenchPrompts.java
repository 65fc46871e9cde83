package dev.titorelli.standalone.bench.worker;

import dev.titorelli.worker.bench.ModelBench;
import dev.titorelli.worker.model.OmniGen;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts that are different for the model, not only as texts: small tokenizers drop digits and know few words. A prompt's last words are
 * its number, written with the tokenizer's own words as digits; all prompts have as many words as the model bench's.
 *
 * @param digits words that are one token each; two or more
 */
record BenchPrompts(List<String> digits) {

    private static final int MOST_DIGITS = 64;
    private static final long NUMBERS = 1 << 24;
    private static final List<String> WORDS = List.of(ModelBench.PROMPT.split(" "));

    /** @throws IllegalArgumentException for fewer than two words */
    BenchPrompts {
        digits = List.copyOf(digits);
        if (digits.size() < 2) {
            throw new IllegalArgumentException("the tokenizer tells words " + digits + ": needed are two or more");
        }
    }

    /** With the words of a model's tokenizer. */
    static BenchPrompts of(OmniGen model) {
        return new BenchPrompts(model.tellingTokens(MOST_DIGITS));
    }

    /** The prompt of a number; the numbers from 0 to 2^24 have different ones. */
    String of(long number) {
        List<String> written = new ArrayList<>();
        long left = number;
        for (long numbers = 1; numbers < NUMBERS; numbers *= digits.size()) {
            written.add(digits.get((int) Math.floorMod(left, (long) digits.size())));
            left = Math.floorDiv(left, (long) digits.size());
        }
        List<String> words = new ArrayList<>(WORDS.subList(0, Math.max(0, WORDS.size() - written.size())));
        words.addAll(written);
        return String.join(" ", words);
    }
}
