package dev.titorelli.worker.conditioning;

import java.util.ArrayList;
import java.util.List;

/**
 * A branch's prefix: token ids with a placeholder 0 for each picture token.
 *
 * @param ids the ids in order, the leading {@code <s>} included
 * @param spans where the pictures stand, in order
 */
public record PromptTokens(List<Integer> ids, List<ImageSpan> spans) {

    public PromptTokens {
        ids = List.copyOf(ids);
        spans = List.copyOf(spans);
    }

    /** The number of prefix tokens. */
    public int length() {
        return ids.size();
    }

    /**
     * The runs of equal attention, in order: text is causal; a picture's tokens see each other and all before them.
     *
     * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/processor.py">
     *     OmniGen, create_mask and adjust_attention_for_input_images</a>
     */
    public List<AttentionRun> runs() {
        List<AttentionRun> runs = new ArrayList<>();
        int at = 0;
        for (ImageSpan span : spans) {
            if (span.start() > at) {
                runs.add(new AttentionRun(at, span.start(), true));
            }
            runs.add(new AttentionRun(span.start(), span.end(), false));
            at = span.end();
        }
        if (at < length()) {
            runs.add(new AttentionRun(at, length(), true));
        }
        return runs;
    }

    /**
     * Neighbouring prefix tokens that attend alike.
     *
     * @param start the first token
     * @param end the token after the last
     * @param causal whether a token sees only those before it and itself, else the whole run too
     */
    public record AttentionRun(int start, int end, boolean causal) {}
}
