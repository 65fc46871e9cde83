package dev.titorelli.worker.model;

import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.conditioning.ConditioningException.Code;
import java.util.Objects;

/**
 * An adapter as strong as a request wants it.
 *
 * @param scale 1 as trained, 0 for the base weights alone; -10 to 10
 */
public record ScaledAdapter(LoraAdapter adapter, double scale) {
    private static final double MAX_SCALE = 10;

    /** @throws ConditioningException when the scale is out of its range */
    public ScaledAdapter {
        Objects.requireNonNull(adapter, "adapter");
        if (!(Math.abs(scale) <= MAX_SCALE)) {
            throw new ConditioningException(
                    Code.PARAMETER_NOT_ALLOWED, "adapter scale is %s; allowed: -10 to 10".formatted(scale));
        }
    }
}
