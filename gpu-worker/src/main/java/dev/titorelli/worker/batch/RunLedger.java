package dev.titorelli.worker.batch;

import dev.titorelli.Ledger;
import dev.titorelli.worker.run.TakenJob;
import dev.titorelli.worker.schedule.SliceKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** What a run costs, measured while it works: many short pieces, so nothing is rounded before it is told. */
final class RunLedger {

    private final Clock clock;
    private final Ledger ledger = Ledger.newBuilder().build();
    private final Map<Entry, Duration> times = new EnumMap<>(Entry.class);
    private double stepNanos;
    private long rowsSeen;

    private enum Entry {
        FETCH,
        ENCODE,
        PREFILL,
        PREVIEW,
        DECODE,
        UPLOAD
    }

    RunLedger(TakenJob taken, Clock clock) {
        this.clock = clock;
        Instant emittedAt = taken.job().getEmittedAt();
        if (emittedAt.isAfter(Instant.EPOCH) && emittedAt.isBefore(taken.takenAt())) {
            ledger.setQueueMs(Duration.between(emittedAt, taken.takenAt()).toMillis());
        }
    }

    <T> T fetching(Supplier<T> work) {
        return timed(Entry.FETCH, work);
    }

    /** A part of a pass of this kind. */
    void passing(SliceKind kind, Runnable work) {
        Entry entry =
                switch (kind) {
                    case ENCODE -> Entry.ENCODE;
                    case DECODE -> Entry.DECODE;
                    case PREFILL, TIME_TOKENS -> Entry.PREFILL;
                    case STEP -> throw new IllegalArgumentException("a step is no pass");
                };
        timed(entry, () -> {
            work.run();
            return entry;
        });
    }

    /** Whether the prefix was there already. */
    void prefixWasKept(boolean kept) {
        ledger.setPrefillCached(kept);
    }

    /**
     * One step more.
     *
     * @param shareNanos this run's share of the time that the batch took, see {@link StepShares}
     * @param rows how many of all runs stepped together
     */
    void stepped(double shareNanos, int rows) {
        int steps = ledger.getStepsRun() + 1;
        stepNanos += shareNanos;
        rowsSeen += rows;
        ledger.setStepsRun(steps);
        ledger.setStepMs(Math.round(stepNanos / 1e6));
        ledger.setRowsSeen(rowsSeen / (double) steps);
        ledger.setMostRows(Math.max(ledger.getMostRows(), rows));
    }

    /** What the device does for a preview. */
    <T> T previewing(Supplier<T> work) {
        ledger.setPreviews(ledger.getPreviews() + 1);
        return timed(Entry.PREVIEW, work);
    }

    /** Steps more that did not go through the transformer. */
    void skipped(int steps) {
        ledger.setStepsSkipped(ledger.getStepsSkipped() + steps);
    }

    <T> T uploading(Supplier<T> work) {
        return timed(Entry.UPLOAD, work);
    }

    void reused() {
        ledger.setReused(true);
    }

    /** This run's share of the time of steps so far. */
    long stepMs() {
        return ledger.getStepMs();
    }

    /** Estimated milliseconds of the steps that are still to be computed; null before the first step. */
    Long remainingMs(int stepsToCome) {
        return ledger.getStepsRun() == 0 ? null : ledger.getStepMs() * stepsToCome / ledger.getStepsRun();
    }

    /** The costs so far. */
    Ledger soFar() {
        return Ledger.newBuilder(ledger)
                .setFetchMs(ms(Entry.FETCH))
                .setEncodeMs(ms(Entry.ENCODE))
                .setPrefillMs(ms(Entry.PREFILL))
                .setPreviewMs(ms(Entry.PREVIEW))
                .setDecodeMs(ms(Entry.DECODE))
                .setUploadMs(ms(Entry.UPLOAD))
                .setDeviceMs(ms(Entry.ENCODE)
                        + ms(Entry.PREFILL)
                        + ledger.getStepMs()
                        + ms(Entry.PREVIEW)
                        + ms(Entry.DECODE))
                .build();
    }

    private long ms(Entry entry) {
        return times.getOrDefault(entry, Duration.ZERO).plusNanos(500_000).toMillis();
    }

    private <T> T timed(Entry entry, Supplier<T> work) {
        Instant start = clock.instant();
        T result = work.get();
        times.merge(entry, Duration.between(start, clock.instant()), Duration::plus);
        return result;
    }
}
