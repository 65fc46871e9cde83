package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The device thread's signs of life, for heartbeat and watchdog. Safe for several threads. */
public final class DevicePulse {

    private final Clock clock;
    private Instant lastBeat;
    private boolean busy;
    private Instant busySince;
    private Duration busyBefore = Duration.ZERO;
    private FaultCode trouble;

    public DevicePulse(Clock clock) {
        this.clock = clock;
        this.lastBeat = clock.instant();
    }

    /** Work began or ended. */
    synchronized void busy(boolean now) {
        lastBeat = clock.instant();
        busyBefore = busyTime();
        busySince = lastBeat;
        busy = now;
    }

    /** A boundary between two pieces of work. */
    synchronized void beat() {
        lastBeat = clock.instant();
    }

    /** Why nothing more can be taken; null when all is well. */
    synchronized void trouble(FaultCode code) {
        trouble = code;
    }

    /** Why nothing more can be taken now. */
    public synchronized Optional<FaultCode> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** For how long in all the device had work, what it does now included. */
    public synchronized Duration busyTime() {
        return busy ? busyBefore.plus(Duration.between(busySince, clock.instant())) : busyBefore;
    }

    /** How long the device has been at one piece of work; zero when it has none. */
    public synchronized Duration quietFor() {
        return busy ? Duration.between(lastBeat, clock.instant()) : Duration.ZERO;
    }
}
