package dev.titorelli.identity;

import java.util.Objects;

/**
 * One image of one stage of a request; its text form is {@code tenant/requestId/stage/index}.
 *
 * @param request the request
 * @param stage name of the stage within the request
 * @param index which image of the stage, from 0
 */
public record JobId(RequestId request, String stage, int index) {

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public JobId {
        Objects.requireNonNull(request, "request");
        Names.require("stage", stage, NameForm.SHORT);
        if (index < 0) {
            throw new IllegalArgumentException("index " + index + ": allowed is 0 and above");
        }
    }

    /**
     * Reads {@code tenant/requestId/stage/index}.
     *
     * @throws IllegalArgumentException when the text is not what {@link #toString} writes
     */
    public static JobId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "jobId '" + Names.shown(text) + "': expected tenant/requestId/stage/index");
        }
        return new JobId(new RequestId(parts[0], parts[1]), parts[2], Names.number("index", parts[3]));
    }

    /** Whether a stage, an alias or an adapter may be called so. */
    public static boolean isStageName(String name) {
        return NameForm.SHORT.matches(name);
    }

    @Override
    public String toString() {
        return request + "/" + stage + "/" + index;
    }
}
