package dev.titorelli.worker.conformance;

import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import java.util.List;

/**
 * A golden request's row, encoded by the product.
 *
 * @param imageOnly as the reference has it: the unconditional prompt where there are no pictures
 * @param pictures the input pictures, prepared
 */
record GoldenRow(
        String prompt,
        PromptTokens conditional,
        PromptTokens unconditional,
        PromptTokens imageOnly,
        List<RgbImage> inputs,
        List<RgbImage> pictures) {

    GoldenRow {
        inputs = List.copyOf(inputs);
        pictures = List.copyOf(pictures);
    }

    /** In the order of the joint batch; without pictures there are two. */
    List<PromptTokens> branches() {
        return pictures.isEmpty()
                ? List.of(conditional, unconditional)
                : List.of(conditional, unconditional, imageOnly);
    }
}
