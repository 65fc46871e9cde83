package dev.titorelli.stream.queue;

import dev.titorelli.stream.queue.LinePlaces.Pace;

/** What the jobs of one queue cost in real device time, and how fast its live workers get through them. */
final class QueueCosts {

    private static final long SOONEST_RETRY_MS = 1_000;
    private static final long LATEST_RETRY_MS = 600_000;

    private final String queue;
    private final LiveWorkers workers;
    private final Calibration calibration;

    QueueCosts(String queue, LiveWorkers workers, Calibration calibration) {
        this.queue = queue;
        this.workers = workers;
        this.calibration = calibration;
    }

    /** A job has ended that really took this. */
    void learn(WaitingJob job, long usedMs) {
        calibration.learn(job.deviceMs(), usedMs);
    }

    /** Real device time in the milliseconds that jobs are estimated in. */
    long nominalMs(long usedMs) {
        return Math.round(usedMs / factor());
    }

    Pace pace() {
        return new Pace(factor(), workers.serving(queue).size());
    }

    /**
     * When a tenth of a backlog will be done, more or less.
     *
     * @param backlogMs in the milliseconds that jobs are estimated in
     */
    long retryAfterMs(long backlogMs) {
        Pace pace = pace();
        double allMs = backlogMs * pace.factor() / Math.max(1, pace.workers());
        return Math.min(LATEST_RETRY_MS, Math.max(SOONEST_RETRY_MS, Math.round(allMs / 10)));
    }

    private double factor() {
        return calibration.factor(workers.msPerStep(queue));
    }

    Calibration calibration() {
        return calibration;
    }
}
