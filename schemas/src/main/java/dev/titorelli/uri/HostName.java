package dev.titorelli.uri;

import java.util.Locale;
import java.util.regex.Pattern;

/** How a host may be written: one way for each, since readers differ on all others ({@code 0177.1}, {@code 2130706433}). */
final class HostName {

    static final String ALLOWED =
            "a name of [a-z0-9-] between single dots, four decimal numbers, or an IPv6 address in brackets";

    private static final int MAX_CHARS = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final String NUMBER = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");

    /** What ends so is read as a number by many, whatever stands before. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private HostName() {}

    /** The host in lower case and without brackets. */
    static String require(String host) throws UriRefusedException {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            String address = lower.substring(1, lower.length() - 1);
            return matching(IPV6, address);
        }
        return matching(ENDS_IN_NUMBER.matcher(lower).matches() ? IPV4 : NAME, lower);
    }

    private static String matching(Pattern pattern, String host) throws UriRefusedException {
        if (host.length() > MAX_CHARS || !pattern.matcher(host).matches()) {
            throw new UriRefusedException("host '" + InputUri.shown(host) + "'", ALLOWED);
        }
        return host;
    }
}
