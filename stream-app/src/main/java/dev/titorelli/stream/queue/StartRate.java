package dev.titorelli.stream.queue;

/** How many jobs start a second, of late: forgets by half in ten seconds. */
final class StartRate {

    private static final double HALF_LIFE_MS = 10_000;
    private static final double DECAY = Math.log(2) / HALF_LIFE_MS;

    private double weight;
    private long atMs;

    void started(long nowMs) {
        weight = weight(nowMs) + 1;
        atMs = Math.max(atMs, nowMs);
    }

    double perSecond(long nowMs) {
        return 1000 * DECAY * weight(nowMs);
    }

    private double weight(long nowMs) {
        return weight * Math.exp(-DECAY * Math.max(0, nowMs - atMs));
    }
}
