package dev.titorelli.stream.request;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The time that the work of one tick may take. */
final class TickTime implements Supplier<BooleanSupplier> {

    private final long nanos;

    TickTime(Duration most) {
        nanos = most.toNanos();
    }

    @Override
    public BooleanSupplier get() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start >= nanos;
    }
}
