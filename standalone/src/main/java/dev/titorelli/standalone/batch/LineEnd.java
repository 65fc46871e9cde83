package dev.titorelli.standalone.batch;

import dev.titorelli.EventKind;
import java.util.Arrays;

/** How a line ended. */
public enum LineEnd {
    COMPLETED,
    FAILED,
    REJECTED,
    CANCELLED,
    EXPIRED,
    /** It is no request of this batch, and was not sent. */
    BROKEN,
    /** Another request has its id. */
    CONFLICT,
    /** It was completed, and the object store does not have its pictures any more. */
    LOST;

    /** @throws IllegalArgumentException for a kind that ends no request */
    static LineEnd of(EventKind end) {
        return valueOf(end.name());
    }

    static LineEnd of(String name) {
        return Arrays.stream(values())
                .filter(end -> end.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BatchRefusedException(
                        "a line's state is '" + name + "', which this version does not know"));
    }
}
