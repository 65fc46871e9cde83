package dev.titorelli.worker.training;

import ai.djl.ndarray.NDArray;
import dev.titorelli.worker.conditioning.PromptTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is learnt from: a picture that the instruction should give, and the noise and the time at which it is looked at.
 *
 * @param tokens the instruction
 * @param pictures latents [1, 4, h, w] of the input pictures, one for each of the tokens' spans
 * @param data the picture's latents [1, 4, H/8, W/8], F32
 * @param noise of the same shape
 * @param weights of the squared error, of the same shape; ones where no place counts more than another
 * @param flowTime 0 noise, 1 data
 */
public record Example(
        PromptTokens tokens, List<NDArray> pictures, NDArray data, NDArray noise, NDArray weights, float flowTime) {

    /** Copies the list. */
    public Example {
        pictures = List.copyOf(pictures);
        if (!data.getShape().equals(noise.getShape()) || !data.getShape().equals(weights.getShape())) {
            throw new IllegalArgumentException("data %s, noise %s, weights %s: expected one shape"
                    .formatted(data.getShape(), noise.getShape(), weights.getShape()));
        }
    }

    int outputTokens() {
        return Math.toIntExact(data.getShape().get(2) * data.getShape().get(3) / 4);
    }

    int rowLength() {
        return tokens.length() + 1 + outputTokens();
    }

    /** (start, end, 1 if causal) of neighbouring tokens of the whole row that attend alike, flat. */
    long[] runs() {
        long time = tokens.length();
        List<long[]> runs = new ArrayList<>();
        tokens.runs().forEach(run -> runs.add(new long[] {run.start(), run.end(), run.causal() ? 1 : 0}));
        runs.add(new long[] {time, time + 1, 1});
        runs.add(new long[] {time + 1, rowLength(), 0});
        return runs.stream().flatMapToLong(Arrays::stream).toArray();
    }
}
