package dev.titorelli.identity;

/** One image of one stage of a request; its text form is {@code tenant/requestId/stage/index}. */
public record JobId(RequestId request, String stage, int index) {

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public JobId {
        Names.require("stage", stage, Names.SHORT);
        if (index < 0) {
            throw new IllegalArgumentException("index " + index + ": allowed is 0 and above");
        }
    }

    /** Reads {@code tenant/requestId/stage/index}. */
    public static JobId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("jobId '" + text + "': expected tenant/requestId/stage/index");
        }
        try {
            return new JobId(new RequestId(parts[0], parts[1]), parts[2], Integer.parseInt(parts[3]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("jobId '" + text + "': index is no number", e);
        }
    }

    /** Whether a stage, an alias or an adapter may be called so. */
    public static boolean isStageName(String name) {
        return Names.SHORT.matcher(name).matches();
    }

    @Override
    public String toString() {
        return request + "/" + stage + "/" + index;
    }
}
