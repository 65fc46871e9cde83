package dev.titorelli.program;

import dev.titorelli.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What a part of a program is watched with. */
public record Instruments(Health health, MeterRegistry meters) {

    /** Nobody looks at them. */
    public static Instruments unwatched() {
        return new Instruments(new Health(), new SimpleMeterRegistry());
    }
}
