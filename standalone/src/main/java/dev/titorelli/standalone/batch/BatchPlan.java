package dev.titorelli.standalone.batch;

import dev.titorelli.identity.RequestId;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch is, and what its lines are when they don't say it.
 *
 * @param name its label, under which its requests are counted
 * @param lane of lines that name none
 * @param model of lines that name none; null for the system's
 * @param window how many requests may be unfinished at once
 */
public record BatchPlan(String tenant, String name, String lane, String model, int window) {

    /** A line's number follows the name, with a hyphen before it. */
    private static final int MAX_NAME = 100 - 9;

    public static final int MOST_UNFINISHED = 10_000;

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public BatchPlan {
        if (!RequestId.isTenant(tenant)) {
            throw new IllegalArgumentException("--tenant '" + tenant + "': allowed is " + RequestId.TENANT.pattern());
        }
        if (!RequestId.isId(name) || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("--name '" + name + "': allowed is " + RequestId.ID.pattern()
                    + ", at most " + MAX_NAME + " characters");
        }
        if (window < 1 || window > MOST_UNFINISHED) {
            throw new IllegalArgumentException("--window " + window + ": allowed is 1 to " + MOST_UNFINISHED);
        }
    }

    /** The id of a line that gives none. */
    String idOf(int line) {
        return "%s-%08d".formatted(name, line);
    }

    /** What a line's request has where the line does not say it. */
    Map<String, String> otherwise(int line) {
        Map<String, String> otherwise =
                new TreeMap<>(Map.of("tenant", tenant, "batch", name, "lane", lane, "requestId", idOf(line)));
        if (model != null) {
            otherwise.put("model", model);
        }
        return otherwise;
    }
}
