package dev.titorelli.worker.object;

import dev.titorelli.worker.object.S3Settings.AccessKey;
import dev.titorelli.worker.object.S3Settings.Door;
import dev.titorelli.worker.object.S3Settings.Limits;
import dev.titorelli.worker.object.S3Settings.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of {@link S3Settings}, which collects what is wrong. */
final class S3SettingsReading {

    private static final String OBJECTS = ObjectStores.OBJECTS;
    private static final String ENDPOINT = "objects.endpoint";
    private static final String REGION = "objects.region";
    private static final String PATH_STYLE = "objects.path.style";
    private static final String ACCESS_KEY = "objects.access.key";
    private static final String SECRET_KEY = "objects.secret.key";
    private static final String SESSION_TOKEN = "objects.session.token";
    private static final String CONNECT_TIMEOUT = "objects.connect.timeout.ms";
    private static final String ATTEMPT_TIMEOUT = "objects.attempt.timeout.ms";
    private static final String TIMEOUT = "objects.timeout.ms";
    private static final String ATTEMPTS = "objects.attempts";
    private static final String MULTIPART_BYTES = "objects.multipart.bytes";
    private static final Set<String> NAMES = new TreeSet<>(Set.of(
            ENDPOINT,
            REGION,
            PATH_STYLE,
            ACCESS_KEY,
            SECRET_KEY,
            SESSION_TOKEN,
            CONNECT_TIMEOUT,
            ATTEMPT_TIMEOUT,
            TIMEOUT,
            ATTEMPTS,
            MULTIPART_BYTES));

    private static final Pattern PLACE =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9_./-]{0,100}?))?/?");
    private static final Pattern PREFIX_SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final String ANY_REGION =
            "us-east-1"; // what stores other than AWS expect unless they are told another

    /** A worker whose device thread is silent for a minute counts as stuck. */
    private static final int LONGEST_CALL_MS = 50_000;

    private final Map<String, String> settings;
    private final List<String> problems = new ArrayList<>();

    S3SettingsReading(Map<String, String> settings) {
        this.settings = settings;
    }

    S3Settings read() {
        requireKnownNames();
        S3Settings read =
                new S3Settings(place(), door(), accessKey(), limits(), number(MULTIPART_BYTES, multipartRange()));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return read;
    }

    private void requireKnownNames() {
        settings.keySet().stream()
                .filter(name -> name.startsWith(OBJECTS + ".") && !NAMES.contains(name))
                .sorted()
                .forEach(name -> problems.add(name + ": no such setting, there are " + String.join(", ", NAMES)));
    }

    private Place place() {
        String text = settings.getOrDefault(OBJECTS, "").strip();
        Matcher matcher = PLACE.matcher(text);
        String prefix = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
        if (!matcher.matches() || !(prefix.isEmpty() || isPath(prefix))) {
            problems.add(OBJECTS + " '" + text + "': expected s3://bucket or s3://bucket/prefix, the bucket of 3 to 63"
                    + " characters a-z 0-9 . -, the prefix of up to 100");
            return new Place("", "");
        }
        return new Place(matcher.group(1), prefix);
    }

    private static boolean isPath(String prefix) {
        for (String segment : prefix.split("/", -1)) {
            if (!PREFIX_SEGMENT.matcher(segment).matches()) {
                return false;
            }
        }
        return true;
    }

    private Door door() {
        Optional<URI> endpoint = text(ENDPOINT).flatMap(this::endpoint);
        boolean own = settings.containsKey(ENDPOINT);
        String region = text(REGION).orElse(own ? ANY_REGION : "");
        if (region.isEmpty()) {
            problems.add(REGION + ": needed unless " + ENDPOINT + " is set");
        } else if (!REGION_NAME.matcher(region).matches()) {
            problems.add(REGION + " '" + region + "': allowed is " + REGION_NAME.pattern());
        }
        return new Door(endpoint, region, pathStyle(own));
    }

    private Optional<URI> endpoint(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (http && bare && uri.getHost() != null && uri.getPath().matches("/?")) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Told below like every other wrong form; without the value, which may hold a password.
        }
        problems.add(ENDPOINT + ": expected the form http://host:port or https://host:port");
        return Optional.empty();
    }

    private boolean pathStyle(boolean otherwise) {
        String text = text(PATH_STYLE).orElse(Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(PATH_STYLE + " '" + text + "': allowed is true, false");
        }
        return text.equals("true");
    }

    private Optional<AccessKey> accessKey() {
        Optional<String> id = text(ACCESS_KEY);
        Optional<String> secret = text(SECRET_KEY);
        if (id.isPresent() != secret.isPresent()) {
            problems.add(ACCESS_KEY + ", " + SECRET_KEY + ": expected both or neither");
        } else if (id.isEmpty() && text(SESSION_TOKEN).isPresent()) {
            problems.add(SESSION_TOKEN + ": expected only with " + ACCESS_KEY + " and " + SECRET_KEY);
        }
        return id.map(name -> new AccessKey(name, secret.orElse(""), text(SESSION_TOKEN)));
    }

    private Limits limits() {
        Limits defaults = Limits.DEFAULT;
        return new Limits(
                millis(CONNECT_TIMEOUT, defaults.connect()),
                millis(ATTEMPT_TIMEOUT, defaults.attempt()),
                millis(TIMEOUT, defaults.call()),
                number(ATTEMPTS, new Range(defaults.attempts(), 1, 10)));
    }

    private Duration millis(String name, Duration otherwise) {
        return Duration.ofMillis(number(name, new Range(Math.toIntExact(otherwise.toMillis()), 1, LONGEST_CALL_MS)));
    }

    private static Range multipartRange() {
        return new Range(S3Settings.DEFAULT_MULTIPART_BYTES, S3Settings.MIN_PART_BYTES, 1 << 30);
    }

    private int number(String name, Range range) {
        Optional<String> text = text(name);
        try {
            int value = text.map(Integer::parseInt).orElse(range.otherwise());
            if (range.lowest() <= value && value <= range.highest()) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below like a number out of range.
        }
        problems.add("%s '%s': allowed is %d to %d".formatted(name, text.orElse(""), range.lowest(), range.highest()));
        return range.otherwise();
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private record Range(int otherwise, int lowest, int highest) {}
}
