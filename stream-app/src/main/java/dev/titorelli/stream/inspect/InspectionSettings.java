package dev.titorelli.stream.inspect;

import dev.titorelli.uri.UriAllowList;
import java.time.Duration;

/**
 * How inputs are inspected.
 *
 * @param allow addresses that requests may name
 * @param timeout after which an inspection without an answer is asked again
 * @param patience how long a request's inspections may take in all
 * @param attempts answers of trouble that may pass before an inspection is given up
 * @param maxInputs distinct inputs of one request that are inspected
 */
public record InspectionSettings(UriAllowList allow, Duration timeout, Duration patience, int attempts, int maxInputs) {

    /** Stored objects only; a minute, ten minutes, three troubles, 32 inputs. */
    public static final InspectionSettings DEFAULTS =
            new InspectionSettings(UriAllowList.NONE, Duration.ofMinutes(1), Duration.ofMinutes(10), 3, 32);

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public InspectionSettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts " + attempts + ": allowed is 1 and above");
        }
        if (maxInputs < 0) {
            throw new IllegalArgumentException("max.inputs " + maxInputs + ": allowed is 0 and above");
        }
        if (patience.compareTo(timeout) < 0) {
            throw new IllegalArgumentException("patience.ms " + patience.toMillis()
                    + ": allowed is the time-out (timeout.ms " + timeout.toMillis() + ") and above");
        }
    }

    /** The same with other addresses. */
    public InspectionSettings withAllow(UriAllowList other) {
        return new InspectionSettings(other, timeout, patience, attempts, maxInputs);
    }
}
