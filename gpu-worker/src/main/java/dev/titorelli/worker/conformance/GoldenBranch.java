package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.model.Lora;
import java.util.List;

/**
 * A branch's prefix before it is computed.
 *
 * @param latents [1, 4, h, w] of each input picture that the tokens' spans name
 * @param lora the row's adapter
 */
record GoldenBranch(PromptTokens tokens, List<NDArray> latents, Lora lora) {

    GoldenBranch {
        latents = List.copyOf(latents);
    }

    /** Without an adapter. */
    GoldenBranch(PromptTokens tokens, List<NDArray> latents) {
        this(tokens, latents, Lora.NONE);
    }

    GoldenBranch with(Lora other) {
        return new GoldenBranch(tokens, latents, other);
    }
}
