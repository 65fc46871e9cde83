package dev.titorelli.standalone.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time: {@code 90s}, {@code 30m}, {@code 2h} or {@code 7d} ago, or {@code 2026-01-31T12:00:00Z}. */
final class SinceOption implements ITypeConverter<SinceOption.Since> {

    private static final Pattern AGO = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

    /**
     * A time.
     *
     * @param ago how long before now; null when the time itself is given
     */
    record Since(Duration ago, Instant at) {

        Instant instant(Clock clock) {
            return ago == null ? at : clock.instant().minus(ago);
        }
    }

    @Override
    public Since convert(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return new Since(ago(Long.parseLong(ago.group(1)), ago.group(2)), null);
        }
        try {
            return new Since(null, Instant.parse(text));
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text
                    + "': expected a time such as 2026-01-31T12:00:00Z, or how long ago, such as 30m, 2h, 7d");
        }
    }

    private static Duration ago(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
