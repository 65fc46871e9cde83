package dev.titorelli.worker.batch;

import dev.titorelli.Ledger;
import dev.titorelli.worker.run.TakenJob;
import dev.titorelli.worker.schedule.SliceKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** What a run costs, measured while it works. */
final class RunLedger {

    private final Clock clock;
    private final Ledger ledger = Ledger.newBuilder().build();
    private double stepNanos;
    private long rowsSeen;

    RunLedger(TakenJob taken, Clock clock) {
        this.clock = clock;
        Instant emittedAt = taken.job().getEmittedAt();
        if (emittedAt.isAfter(Instant.EPOCH) && emittedAt.isBefore(taken.takenAt())) {
            ledger.setQueueMs(Duration.between(emittedAt, taken.takenAt()).toMillis());
        }
    }

    <T> T fetching(Supplier<T> work) {
        return timed(work, ms -> ledger.setFetchMs(ledger.getFetchMs() + ms));
    }

    /** A part of a pass of this kind. */
    void passing(SliceKind kind, Runnable work) {
        timed(
                () -> {
                    work.run();
                    return kind;
                },
                ms -> {
                    switch (kind) {
                        case ENCODE -> ledger.setEncodeMs(ledger.getEncodeMs() + ms);
                        case DECODE -> ledger.setDecodeMs(ledger.getDecodeMs() + ms);
                        default -> ledger.setPrefillMs(ledger.getPrefillMs() + ms);
                    }
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
        return timed(work, ms -> ledger.setPreviewMs(ledger.getPreviewMs() + ms));
    }

    /** Steps more that did not go through the transformer. */
    void skipped(int steps) {
        ledger.setStepsSkipped(ledger.getStepsSkipped() + steps);
    }

    <T> T uploading(Supplier<T> work) {
        return timed(work, ms -> ledger.setUploadMs(ledger.getUploadMs() + ms));
    }

    void reused() {
        ledger.setReused(true);
    }

    /** Estimated milliseconds of the steps that are still to be computed; null before the first step. */
    Long remainingMs(int stepsToCome) {
        return ledger.getStepsRun() == 0 ? null : ledger.getStepMs() * stepsToCome / ledger.getStepsRun();
    }

    /** The costs so far. */
    Ledger soFar() {
        return Ledger.newBuilder(ledger)
                .setDeviceMs(ledger.getEncodeMs()
                        + ledger.getPrefillMs()
                        + ledger.getStepMs()
                        + ledger.getDecodeMs()
                        + ledger.getPreviewMs())
                .build();
    }

    private <T> T timed(Supplier<T> work, LongConsumer entry) {
        Instant start = clock.instant();
        T result = work.get();
        entry.accept(Duration.between(start, clock.instant()).toMillis());
        return result;
    }
}
