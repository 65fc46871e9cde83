package dev.titorelli.worker.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still but for what the test lets pass. */
final class SteppingClock extends Clock {

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    void goOn(long ms) {
        goOn(Duration.ofMillis(ms));
    }

    void goOn(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
