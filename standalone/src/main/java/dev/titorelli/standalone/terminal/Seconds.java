package dev.titorelli.standalone.terminal;

import java.time.Duration;
import java.util.Locale;

/** Durations as a person reads them. */
public final class Seconds {

    private Seconds() {}

    /** Such as {@code 18 ms}, {@code 1.4 s}, {@code 59.9 s}, {@code 2 min 05 s}. */
    public static String of(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        long tenths = Math.round(duration.toMillis() / 100.0);
        return tenths < 600
                ? String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10)
                : String.format(Locale.ROOT, "%d min %02d s", tenths / 600, tenths % 600 / 10);
    }
}
