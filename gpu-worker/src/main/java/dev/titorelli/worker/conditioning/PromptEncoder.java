package dev.titorelli.worker.conditioning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Prompts to prefix tokens. Thread-safe, as its tokenizer is.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/processor.py">
 *     OmniGen, process_multi_modal_prompt</a>
 */
public final class PromptEncoder {
    private static final int BEGIN = 1;
    private static final int PLACEHOLDER = 0;

    private final PromptTokenizer tokenizer;

    public PromptEncoder(PromptTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * The prompt in the model's template, with its pictures.
     *
     * @param imageTokens the number of tokens of each input picture, in order
     * @throws ConditioningException when the image tags and the pictures don't match
     */
    public PromptTokens encode(String prompt, List<Integer> imageTokens) {
        ImageTags tags = ImageTags.cut(PromptTemplate.around(prompt), imageTokens.size());
        return interleaved(tags, imageTokens);
    }

    /** A prompt of words alone: image tags in it are text like any other (the negative prompt). */
    public PromptTokens encodeText(String prompt) {
        return new PromptTokens(tokenizer.encode(PromptTemplate.around(prompt)), List.of());
    }

    /** The prompt of the imageOnly branch: every picture once, in order. */
    public PromptTokens encodeImagesOnly(List<Integer> imageTokens) {
        return encode(PromptTemplate.ofImagesOnly(imageTokens.size()), imageTokens);
    }

    private PromptTokens interleaved(ImageTags tags, List<Integer> imageTokens) {
        List<Integer> ids = new ArrayList<>(tokenizer.encode(tags.chunks().get(0)));
        List<ImageSpan> spans = new ArrayList<>();
        for (int tag = 0; tag < tags.images().size(); tag++) {
            int image = tags.images().get(tag);
            spans.add(new ImageSpan(ids.size(), ids.size() + imageTokens.get(image), image));
            ids.addAll(Collections.nCopies(imageTokens.get(image), PLACEHOLDER));
            List<Integer> chunk = tokenizer.encode(tags.chunks().get(tag + 1));
            ids.addAll(!chunk.isEmpty() && chunk.get(0) == BEGIN ? chunk.subList(1, chunk.size()) : chunk);
        }
        return new PromptTokens(ids, spans);
    }
}
