package dev.titorelli.standalone.bench.queue;

/** How much of the workers' time is idle while jobs wait in a queue. Safe for several threads. */
final class IdleMeter {

    private final int workers;
    private double lastMs = Double.NaN;
    private int idle;
    private boolean waiting;
    private double idleMs;
    private double allMs;

    IdleMeter(int workers) {
        this.workers = workers;
    }

    /**
     * From now on it is so.
     *
     * @param isWaiting whether a job waits that could be released
     */
    synchronized void note(double nowMs, int nowIdle, boolean isWaiting) {
        if (waiting && !Double.isNaN(lastMs)) {
            idleMs += (nowMs - lastMs) * idle;
            allMs += (nowMs - lastMs) * workers;
        }
        lastMs = nowMs;
        idle = nowIdle;
        waiting = isWaiting;
    }

    /** Idle part of the workers' time in which jobs waited. */
    synchronized double part() {
        return allMs == 0 ? 0 : idleMs / allMs;
    }
}
