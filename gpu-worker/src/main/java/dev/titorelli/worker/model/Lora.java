package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/**
 * An adapter as the transformer takes it.
 *
 * @param tensors those of the adapter, or empty for none
 * @param scale what B A is multiplied by
 */
public record Lora(List<NDArray> tensors, double scale) {
    /** No adapter. */
    public static final Lora NONE = new Lora(List.of(), 0);

    /** An adapter at the scale that the request asks for. */
    public static Lora of(Optional<ScaledAdapter> adapter) {
        return adapter.map(a ->
                        new Lora(a.adapter().tensors(), a.scale() * a.adapter().factor()))
                .orElse(NONE);
    }
}
