package dev.titorelli.identity;

import java.util.regex.Pattern;

/**
 * The identity of a request: a tenant and an id that is unique within it. Its text form {@code tenant/requestId} is the
 * Kafka key of every record about the request.
 *
 * @param tenant who the request belongs to
 * @param id unique within the tenant
 */
public record RequestId(String tenant, String id) implements Comparable<RequestId> {

    /** What a tenant may look like. */
    public static final Pattern TENANT = NameForm.SHORT.pattern();

    /** What a request id, and a batch label, may look like. */
    public static final Pattern ID = NameForm.ID.pattern();

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public RequestId {
        Names.require("tenant", tenant, NameForm.SHORT);
        Names.require("requestId", id, NameForm.ID);
    }

    /** Whether a tenant may be called so. */
    public static boolean isTenant(String name) {
        return NameForm.SHORT.matches(name);
    }

    /** Whether a request, or a batch, may be called so. */
    public static boolean isId(String name) {
        return NameForm.ID.matches(name);
    }

    /**
     * Reads {@code tenant/requestId}.
     *
     * @throws IllegalArgumentException when the text is not what {@link #toString} writes
     */
    public static RequestId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("request key '" + Names.shown(text) + "': expected tenant/requestId");
        }
        return new RequestId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(RequestId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
