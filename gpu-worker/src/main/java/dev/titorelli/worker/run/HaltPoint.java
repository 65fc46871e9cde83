package dev.titorelli.worker.run;

import dev.titorelli.fault.CannotStart;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Places on a job's way where a test can let the process die as if the power went: {@code TITORELLI_HALT_AT=mid-steps}. For tests only;
 * without the variable they cost nothing and do nothing.
 */
public enum HaltPoint {
    /** A record came in hand; nothing was said. */
    AFTER_TAKE,
    /** The broker has STARTED; the record is not accepted. */
    AFTER_STARTED,
    /** Some of the prefix is computed. */
    IN_PREFILL,
    /** Half of the steps are done. */
    MID_STEPS,
    /** A checkpoint is stored. */
    AFTER_CHECKPOINT,
    /** The picture is stored; nothing was said. */
    AFTER_PUT,
    /** The broker has the outcome; the run still counts as held. */
    AFTER_OUTCOME;

    /** The variable that names one of them. */
    public static final String VARIABLE = "TITORELLI_HALT_AT";

    private static final int KILLED = 137;
    private static final Optional<HaltPoint> CHOSEN = named(System.getenv());

    /** Ends the process, without hooks and farewells, when this place was chosen. */
    public void reached() {
        if (CHOSEN.isPresent() && CHOSEN.get() == this) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /** As it is named in the variable. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The place that is named.
     *
     * @throws CannotStart naming the variable, its value and what is allowed
     */
    public static Optional<HaltPoint> chosen(Map<String, String> environment) {
        Optional<HaltPoint> named = named(environment);
        if (named.isEmpty() && !value(environment).isEmpty()) {
            throw new CannotStart(VARIABLE + " '" + value(environment) + "': allowed is "
                    + Arrays.stream(values()).map(HaltPoint::word).collect(Collectors.joining(", ")));
        }
        return named;
    }

    private static Optional<HaltPoint> named(Map<String, String> environment) {
        return Arrays.stream(values())
                .filter(point -> point.word().equals(value(environment)))
                .findFirst();
    }

    private static String value(Map<String, String> environment) {
        return environment.getOrDefault(VARIABLE, "").strip();
    }
}
