package dev.titorelli.stream.queue;

import java.util.HexFormat;

/**
 * Where a job stands in its tenant's backlog.
 *
 * @param head whether it goes before all that do not
 * @param order the order of coming among those, 0 and above
 */
public record Place(boolean head, long order) {

    static final Place NONE = new Place(false, 0);

    private static final HexFormat HEX = HexFormat.of();

    /** Keys are in the order of the backlog. */
    String key() {
        return (head ? "0" : "1") + HEX.toHexDigits(order);
    }

    static Place ofKey(String key) {
        return new Place(key.charAt(0) == '0', Long.parseLong(key.substring(1), 16));
    }
}
