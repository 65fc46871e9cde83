package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import dev.titorelli.worker.conditioning.PromptTokens;
import java.util.List;

/**
 * A branch's prefix before it is computed.
 *
 * @param latents [1, 4, h, w] of each input picture that the tokens' spans name
 */
record GoldenBranch(PromptTokens tokens, List<NDArray> latents) {

    GoldenBranch {
        latents = List.copyOf(latents);
    }
}
