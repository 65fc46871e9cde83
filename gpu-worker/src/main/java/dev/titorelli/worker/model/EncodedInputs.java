package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The latents of a picture's inputs, each encoded when a prefix that has it must be computed; equal pictures are encoded once. */
final class EncodedInputs implements AutoCloseable {

    private final NDManager scope;
    private final InputLatents encoder;
    private final List<RgbImage> inputs;
    private final Map<RgbImage, NDArray> known = new HashMap<>();
    private final Map<RgbImage, DevicePass> passes = new HashMap<>();
    private final Set<RgbImage> counted = new HashSet<>();

    /** @param inputs the prepared ones */
    EncodedInputs(NDManager picture, InputLatents encoder, List<RgbImage> inputs) {
        this.scope = picture.newSubManager();
        this.encoder = encoder;
        this.inputs = inputs;
    }

    /** The pass over a picture of this prefix that is still to be encoded. */
    Optional<DevicePass> next(PromptTokens tokens) {
        return tokens.spans().stream()
                .map(span -> inputs.get(span.image()))
                .filter(image -> !known.containsKey(image))
                .findFirst()
                .map(image -> passes.computeIfAbsent(image, this::pass));
    }

    private DevicePass pass(RgbImage image) {
        int units = encoder.vae().encoderUnits(image.heightPx(), image.widthPx());
        InputLatents.Encoding encoding = encoder.encoding(scope, image);
        return new DevicePass(DevicePass.Kind.ENCODE, (long) image.widthPx() * image.heightPx(), units, (from, to) -> {
            encoding.run(from, to);
            if (to == units) {
                known.put(image, encoding.latents());
            }
        });
    }

    /** [1, 4, h, w] of each input; null for those that are not encoded. */
    List<NDArray> latents() {
        return inputs.stream().map(known::get).toList();
    }

    /**
     * How long the pictures of this prefix took to encode, without those that a prefix was asked about before: once the first one is there, the
     * others are not encoded for want of it.
     */
    long nanos(PromptTokens tokens) {
        return tokens.spans().stream()
                .map(span -> inputs.get(span.image()))
                .filter(counted::add)
                .map(passes::get)
                .filter(Objects::nonNull)
                .mapToLong(DevicePass::nanos)
                .sum();
    }

    @Override
    public void close() {
        scope.close();
    }
}
