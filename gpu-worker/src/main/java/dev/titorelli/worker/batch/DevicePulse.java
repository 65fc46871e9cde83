package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.schedule.SliceKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The device thread's signs of life, for heartbeat and watchdog. Safe for several threads. */
public final class DevicePulse {

    private final Clock clock;
    private Instant lastBeat;
    private boolean busy;
    private Instant busySince;
    private Duration busyBefore = Duration.ZERO;
    private final Map<Integer, StepCost> stepCosts = new ConcurrentHashMap<>();
    private volatile StepTally tally = (bucket, rows, nanos) -> {};
    private final DeviceTimes times = new DeviceTimes();
    private final Set<FaultCode> troubles = EnumSet.noneOf(FaultCode.class);

    public DevicePulse(Clock clock) {
        this.clock = clock;
        this.lastBeat = clock.instant();
    }

    /** Sets who is told of steps. */
    public void tally(StepTally listener) {
        tally = listener;
    }

    /** A slice was computed. */
    void ran(SliceKind kind, long nanos) {
        times.add(kind, nanos);
    }

    /** How long the device was at slices of this kind. */
    public Duration timeOf(SliceKind kind) {
        return times.of(kind);
    }

    /** A step was made. */
    void stepped(int bucket, int rows, long nanos) {
        tally.stepped(bucket, rows, nanos);
    }

    /** What steps in a bucket cost by now. */
    void stepCost(int bucket, StepCost cost) {
        stepCosts.put(bucket, cost);
    }

    /** What steps in a bucket cost; empty before one was made there. */
    public Optional<StepCost> stepCost(int bucket) {
        return Optional.ofNullable(stepCosts.get(bucket));
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

    /** Nothing more can be taken, for this reason, until it has recovered. */
    synchronized void trouble(FaultCode code) {
        troubles.add(code);
    }

    /** This reason is gone. */
    synchronized void recovered(FaultCode code) {
        troubles.remove(code);
    }

    /** Why nothing more can be taken now. */
    public synchronized Optional<FaultCode> trouble() {
        return troubles.stream().findFirst();
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
