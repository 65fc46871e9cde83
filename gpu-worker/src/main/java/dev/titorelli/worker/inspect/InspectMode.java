package dev.titorelli.worker.inspect;

import java.util.Locale;

/** Whether a worker inspects. */
public enum InspectMode {
    /** It paints and inspects. */
    BESIDE,
    /** It inspects and paints nothing. */
    ONLY,
    /** It paints and inspects nothing. */
    OFF;

    /**
     * Reads {@code beside}, {@code only} or {@code off}.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static InspectMode of(String text) {
        for (InspectMode mode : values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("worker.inspect '" + text + "': allowed is beside, only, off");
    }
}
