package dev.titorelli.uri;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An absolute http or https address without user and password. What is checked and what is asked for are these parts, so
 * that no second reading of the text can lead elsewhere.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name in lower case, an IPv4 address of four decimal numbers, or an IPv6 address without brackets
 * @param port 1 to 65535, the scheme's own when the address says none
 * @param path as it is sent, beginning with a slash; without dot segments, encoded ones included
 * @param query as it is sent, without the question mark; empty when there is none
 */
public record InputUri(String scheme, String host, int port, String path, String query) {

    /** The longest text that is read. */
    public static final int MAX_CHARS = 2_000;

    private static final String FORM =
            "http(s)://host[:port]/path of at most " + MAX_CHARS + " printable ASCII characters";
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
    private static final int MAX_SHOWN_CHARS = 200;
    private static final Set<String> DOTS = Set.of(".", "..");

    /**
     * Reads an address; its fragment is left out, as it is never sent.
     *
     * @throws UriRefusedException when it is none, or none that can be fetched safely
     */
    public static InputUri parse(String text) throws UriRefusedException {
        if (text.length() > MAX_CHARS || !PRINTABLE.matcher(text).matches()) {
            throw new UriRefusedException("an address of " + text.length() + " characters", FORM);
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            throw new UriRefusedException("no address: " + e.getReason(), FORM);
        }
    }

    /**
     * The address that a redirect leads to.
     *
     * @throws UriRefusedException as {@link #parse}
     */
    public InputUri redirected(String location) throws UriRefusedException {
        if (location.length() > MAX_CHARS || !PRINTABLE.matcher(location).matches()) {
            throw new UriRefusedException("a redirect to an address of " + location.length() + " characters", FORM);
        }
        try {
            return of(new URI(toString()).resolve(new URI(location)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new UriRefusedException("a redirect to no address", FORM);
        }
    }

    /** An address for people and logs: without user, password, query, and what is no text; cut. Never throws. */
    public static String shown(String text) {
        String printable = text.replaceAll("[^!-~]", "?");
        int end = Stream.of(printable.indexOf('?'), printable.indexOf('#'))
                .filter(at -> at >= 0)
                .min(Integer::compare)
                .orElse(printable.length());
        String bare = printable.substring(0, end).replaceFirst("^([^/]*//)[^/]*@", "$1");
        return bare.length() <= MAX_SHOWN_CHARS ? bare : bare.substring(0, MAX_SHOWN_CHARS);
    }

    /** For people and logs: without the query. */
    public String shown() {
        return shown(origin() + path);
    }

    /** What HTTP's request line and its header Host say of it: path and query. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** What HTTP's header Host says: the host, in brackets where it is an IPv6 address, and a port that is not the scheme's own. */
    public String authority() {
        String shownHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == ownPort(scheme) ? shownHost : shownHost + ":" + port;
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** The whole address, query included: not for people or logs. */
    @Override
    public String toString() {
        return origin() + target();
    }

    static int ownPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private String origin() {
        return scheme + "://" + authority();
    }

    private static InputUri of(URI uri) throws UriRefusedException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new UriRefusedException(
                    "scheme '" + shown(scheme) + "'", "https, and http where the allow-list says so");
        }
        String authority = uri.getRawAuthority();
        if (authority != null && authority.indexOf('@') >= 0) {
            throw new UriRefusedException("a user or password in the address", "an address without them");
        }
        if (uri.getHost() == null) {
            throw new UriRefusedException("no host that can be read", HostName.ALLOWED);
        }
        int port = uri.getPort() < 0 ? ownPort(scheme) : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new UriRefusedException("port " + port, "1 to 65535");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        requireNoDots(path);
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new InputUri(scheme, HostName.require(uri.getHost()), port, path, query);
    }

    /** A server may decode and resolve them, and so leave the folder that the allow-list names. */
    private static void requireNoDots(String path) throws UriRefusedException {
        String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (Stream.of(decoded.split("[/\\\\]", -1)).anyMatch(DOTS::contains)) {
            throw new UriRefusedException("'.' or '..' between slashes of the path", "a path without them");
        }
    }
}
