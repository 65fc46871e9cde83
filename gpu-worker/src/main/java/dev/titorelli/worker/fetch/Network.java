package dev.titorelli.worker.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param base an address of it
 * @param bits how many leading bits all of its addresses share
 */
public record Network(InetAddress base, int bits) {

    private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/([0-9]{1,3})");
    private static final String ALLOWED = "address/bits, such as 10.1.0.0/16 or fd00::/8";

    /**
     * Reads {@code address/bits}; never asks a name server.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static Network parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw refused(text);
        }
        try {
            InetAddress base = InetAddress.getByName(parts.group(1));
            int bits = Integer.parseInt(parts.group(2));
            boolean isWhole = parts.group(1).indexOf(':') >= 0 || parts.group(1).split("\\.", -1).length == 4;
            if (!isWhole || bits > 8 * base.getAddress().length) {
                throw refused(text);
            }
            return new Network(base, bits);
        } catch (UnknownHostException e) {
            throw refused(text);
        }
    }

    /** Whether an address, of the same family, lies in it. */
    public boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("inputs.uri.networks '" + text + "': allowed is " + ALLOWED);
    }
}
