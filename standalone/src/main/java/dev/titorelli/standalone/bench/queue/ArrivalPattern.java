package dev.titorelli.standalone.bench.queue;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How jobs come. */
public enum ArrivalPattern {
    /** By chance, as much of every tenant, less than the workers can do. */
    STEADY,
    /** Of all tenants at once, more than is measured: everybody waits all the time. */
    BURST,
    /** One tenant has very many waiting; now and then another tenant has a single job. */
    FLOOD;

    /** @throws IllegalArgumentException naming the option, its value and what is allowed */
    static ArrivalPattern parse(String name) {
        return Arrays.stream(values())
                .filter(pattern -> pattern.word().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--pattern " + name + ": allowed are " + words()));
    }

    /** Its name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String words() {
        return Arrays.stream(values()).map(ArrivalPattern::word).collect(Collectors.joining(", "));
    }
}
