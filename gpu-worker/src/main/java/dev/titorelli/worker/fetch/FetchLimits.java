package dev.titorelli.worker.fetch;

import java.time.Duration;

/**
 * What fetching one file may cost.
 *
 * @param maxBytes of the file
 * @param connect until a connection stands
 * @param quiet until the server says something, and between its words
 * @param total for everything: redirects, retries, pauses, the whole body
 * @param attempts while the server is in trouble
 */
public record FetchLimits(long maxBytes, Duration connect, Duration quiet, Duration total, int attempts) {

    /** 32 MiB; 3 s, 10 s and 30 s; three attempts. */
    public static final FetchLimits DEFAULTS =
            new FetchLimits(32L << 20, Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(30), 3);

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public FetchLimits {
        require("max.bytes", maxBytes, 1, 1L << 30);
        require("uri.connect.timeout.ms", connect.toMillis(), 1, Integer.MAX_VALUE);
        require("uri.first.byte.timeout.ms", quiet.toMillis(), 1, Integer.MAX_VALUE);
        require("uri.timeout.ms", total.toMillis(), 1, Integer.MAX_VALUE);
        require("uri.attempts", attempts, 1, 10);
    }

    /** The same for a file that may have no more than so many bytes; 0 for no lower limit. */
    FetchLimits atMost(long bytes) {
        return bytes <= 0 || bytes >= maxBytes ? this : new FetchLimits(bytes, connect, quiet, total, attempts);
    }

    private static void require(String part, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "inputs." + part + " " + value + ": allowed is " + least + " to " + most);
        }
    }
}
