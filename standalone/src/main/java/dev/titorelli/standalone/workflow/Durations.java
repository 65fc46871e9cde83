package dev.titorelli.standalone.workflow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans and points of time as a person writes them. */
final class Durations {

    static final String FORM = "a time such as 500ms, 90s, 10m or 2h";

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                });
    }

    /** A span from now on, or a moment in ISO-8601 with its offset. */
    static Optional<Instant> moment(String text, Instant now) {
        Optional<Instant> after = parse(text).map(now::plus);
        if (after.isPresent()) {
            return after;
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
