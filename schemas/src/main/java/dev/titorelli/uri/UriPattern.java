package dev.titorelli.uri;

/**
 * One entry of the allow-list.
 *
 * @param scheme {@code https}, or {@code http} where the entry says so
 * @param host a host; {@code *.} before it for every name below it and not itself; {@code *} for every host
 * @param port the only one that is allowed
 * @param path what the path begins with: {@code /} for all, else whole segments
 */
record UriPattern(String scheme, String host, int port, String path) {

    private static final String SEPARATOR = "://";
    private static final String ALLOWED =
            "[http(s)://]host[:port][/path], where host may be * or begin with *. and the path has no query";

    /**
     * Reads an entry such as {@code example.org}, {@code *.example.org}, {@code http://pictures.example.org:8080/public}.
     *
     * @throws IllegalArgumentException naming the entry and what is allowed
     */
    static UriPattern parse(String text) {
        String entry = text.contains(SEPARATOR) ? text : "https" + SEPARATOR + text;
        try {
            return of(text, entry);
        } catch (UriRefusedException e) {
            throw new IllegalArgumentException("inputs.uri.allow '" + text + "': " + e.getMessage(), e);
        }
    }

    /** The stars stand in a place that {@link InputUri} has none for: they are taken off before, and put on again. */
    private static UriPattern of(String text, String entry) throws UriRefusedException {
        int start = entry.indexOf(SEPARATOR) + SEPARATOR.length();
        String stars = entry.startsWith("*.", start) ? "*." : entry.startsWith("*", start) ? "*" : "";
        String host = stars.equals("*") ? "any" : "";
        String plain = entry.substring(0, start) + host + entry.substring(start + stars.length());
        InputUri uri = InputUri.parse(plain);
        boolean more = !uri.query().isEmpty() || plain.indexOf('#') >= 0 || plain.indexOf('?') >= 0;
        boolean isStar = stars.equals("*");
        if (more || (isStar && !uri.host().equals("any"))) {
            throw new UriRefusedException("entry '" + text + "'", ALLOWED);
        }
        return new UriPattern(uri.scheme(), isStar ? stars : stars + uri.host(), uri.port(), uri.path());
    }

    boolean allows(InputUri uri) {
        return uri.scheme().equals(scheme) && uri.port() == port && allowsHost(uri.host()) && allowsPath(uri.path());
    }

    private boolean allowsHost(String asked) {
        if (host.equals("*")) {
            return true;
        }
        return host.startsWith("*.") ? asked.endsWith(host.substring(1)) : asked.equals(host);
    }

    private boolean allowsPath(String asked) {
        return path.endsWith("/") ? asked.startsWith(path) : asked.equals(path) || asked.startsWith(path + "/");
    }

    @Override
    public String toString() {
        String shownHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
        String shownPort = port == InputUri.ownPort(scheme) ? "" : ":" + port;
        return scheme + SEPARATOR + shownHost + shownPort + path;
    }
}
