package dev.titorelli.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a schema registry.
 *
 * @param urls base addresses of one registry's nodes, tried in turn; http or https, without user information
 * @param login for HTTP basic authentication
 * @param connectTimeout until a connection stands
 * @param requestTimeout until the whole answer to one try is there, connecting included
 * @param retries further rounds over all addresses after the first one; 0 for none
 * @param backoff wait before the first further round; it doubles with each round, up to 10 s
 */
public record RegistrySettings(
        List<URI> urls,
        Optional<Login> login,
        Duration connectTimeout,
        Duration requestTimeout,
        int retries,
        Duration backoff) {

    private static final RegistrySettings DEFAULTS = new RegistrySettings(
            List.of(URI.create("http://127.0.0.1:8081")),
            Optional.empty(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            3,
            Duration.ofMillis(200));

    /** @throws IllegalArgumentException naming the setting, its value and what is allowed */
    public RegistrySettings {
        urls = urls.stream().map(RegistrySettings::withoutLastSlash).toList();
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("url: expected at least one address");
        }
        urls.forEach(RegistrySettings::requireHttp);
        requirePositive("connect.timeout.ms", connectTimeout);
        requirePositive("request.timeout.ms", requestTimeout);
        requirePositive("backoff.ms", backoff);
        if (retries < 0) {
            throw new IllegalArgumentException("retries " + retries + ": allowed is 0 and above");
        }
    }

    /** Nodes without login, with the default time-outs and retries. */
    public static RegistrySettings of(URI... urls) {
        return DEFAULTS.withUrls(List.of(urls));
    }

    /**
     * Reads settings whose prefix {@code schema.registry.} has been taken off: {@code url} (several separated by commas),
     * {@code user}, {@code password}, {@code connect.timeout.ms}, {@code request.timeout.ms}, {@code retries},
     * {@code backoff.ms}. What is left out has its default.
     *
     * @throws IllegalArgumentException naming the setting, its value (never the password) and what is allowed
     */
    public static RegistrySettings read(Map<String, String> settings) {
        List<URI> urls = settings.containsKey("url") ? addresses(settings.get("url")) : DEFAULTS.urls();
        return new RegistrySettings(
                urls,
                Login.read(settings),
                millis(settings, "connect.timeout.ms", DEFAULTS.connectTimeout()),
                millis(settings, "request.timeout.ms", DEFAULTS.requestTimeout()),
                Math.toIntExact(number(settings, "retries", DEFAULTS.retries())),
                millis(settings, "backoff.ms", DEFAULTS.backoff()));
    }

    /** The same with other addresses. */
    public RegistrySettings withUrls(List<URI> others) {
        return new RegistrySettings(others, login, connectTimeout, requestTimeout, retries, backoff);
    }

    /** The same with a user and a password. */
    public RegistrySettings withLogin(String user, String password) {
        return new RegistrySettings(
                urls, Optional.of(new Login(user, password)), connectTimeout, requestTimeout, retries, backoff);
    }

    /** The same with another count of further rounds and another first wait. */
    public RegistrySettings withRetries(int rounds, Duration firstWait) {
        return new RegistrySettings(urls, login, connectTimeout, requestTimeout, rounds, firstWait);
    }

    /** The same with another time-out of a request. */
    public RegistrySettings withRequestTimeout(Duration timeout) {
        return new RegistrySettings(urls, login, connectTimeout, timeout, retries, backoff);
    }

    /** A user and a password; the text form hides the password. */
    public record Login(String user, String password) {

        /** @throws IllegalArgumentException when the user is empty or has a colon, which basic authentication can't carry */
        public Login {
            if (user.isEmpty() || user.contains(":")) {
                throw new IllegalArgumentException("user '" + user + "': allowed is a name without colon");
            }
        }

        private static Optional<Login> read(Map<String, String> settings) {
            if (settings.containsKey("user") != settings.containsKey("password")) {
                throw new IllegalArgumentException("user, password: expected both or neither");
            }
            return Optional.ofNullable(settings.get("user")).map(user -> new Login(user, settings.get("password")));
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    private static List<URI> addresses(String text) {
        List<URI> addresses = new ArrayList<>();
        for (String part : Arrays.asList(text.split(",", -1))) {
            try {
                addresses.add(new URI(part.strip()));
            } catch (URISyntaxException e) {
                // Not the value: it may hold a password.
                throw new IllegalArgumentException("url: an address is not of the form http://host:port", e);
            }
        }
        return addresses;
    }

    private static URI withoutLastSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    private static void requireHttp(URI url) {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("url: user and password belong into their own settings");
        }
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("url '" + url + "': expected the form http://host:port");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " " + value.toMillis() + ": allowed is 1 and above");
        }
    }

    private static Duration millis(Map<String, String> settings, String name, Duration otherwise) {
        return Duration.ofMillis(number(settings, name, otherwise.toMillis()));
    }

    private static long number(Map<String, String> settings, String name, long otherwise) {
        String text = settings.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + text + "': expected a number up to 2147483647", e);
        }
    }
}
