package dev.titorelli.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A GET.
 *
 * @param path as it came, not decoded
 * @param query what follows the question mark, not decoded; empty without one
 * @param headers the first value of each, by name in lower case
 */
public record Call(String path, String query, Map<String, String> headers) {

    public Call {
        headers = Map.copyOf(headers);
    }

    /**
     * What a header says.
     *
     * @param name in lower case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Path and query, as they came. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /**
     * The parameters of the query, decoded.
     *
     * @throws BadParameter when one is not known, comes twice or can't be decoded
     */
    public Map<String, String> parameters(Set<String> known) {
        Map<String, String> found = new TreeMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded("name", equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(name, pair.substring(equals + 1));
            if (!known.contains(name)) {
                throw new BadParameter(name, value, "as parameters " + String.join(", ", known));
            }
            if (found.put(name, value) != null) {
                throw new BadParameter(name, value, "one value");
            }
        }
        return found;
    }

    /**
     * Text of which every reserved character is written as {@code %xx}.
     *
     * @param what names it in the problem
     * @throws BadParameter when it can't be decoded
     */
    public static String decoded(String what, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            BadParameter bad = new BadParameter(what, text, "text whose % signs begin two hexadecimal digits");
            bad.initCause(e);
            throw bad;
        }
    }
}
