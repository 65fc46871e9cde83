package dev.titorelli.program;

import dev.titorelli.health.Health;
import dev.titorelli.http.Pages;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What a part of a program is watched with, and where it answers. */
public record Instruments(Health health, MeterRegistry meters, Pages pages) {

    /** Nobody looks at them. */
    public static Instruments unwatched() {
        return new Instruments(new Health(), new SimpleMeterRegistry(), new Pages());
    }
}
