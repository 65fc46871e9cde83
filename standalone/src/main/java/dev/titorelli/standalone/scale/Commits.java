package dev.titorelli.standalone.scale;

/** A room's transactions: what is written may be read when the commit that follows has ended. Pretends one thread. */
final class Commits {

    private static final double NANOS_A_MS = 1e6;

    private final Events events;
    private final KafkaTimes kafka;
    private final long phaseNanos;
    private long boundaryNanos = -1;
    private long readableNanos;
    private long number;

    Commits(Events events, KafkaTimes kafka) {
        this.events = events;
        this.kafka = kafka;
        this.phaseNanos = (long) (events.part() * kafka.commitMs() * NANOS_A_MS);
    }

    /** Which commit comes next: tells what is written together from what is not. */
    long number() {
        settle();
        return number;
    }

    /** Lets something happen when what is written now may be read. */
    void then(Runnable what) {
        settle();
        events.in((readableNanos - events.nowNanos()) / NANOS_A_MS, what);
    }

    /** The same, and a reader has polled it. */
    void thenRead(Runnable what) {
        then(() -> events.in(kafka.hop(), what));
    }

    private void settle() {
        long interval = (long) (kafka.commitMs() * NANOS_A_MS);
        long next = ((events.nowNanos() - phaseNanos) / interval + 1) * interval + phaseNanos;
        if (next != boundaryNanos) {
            boundaryNanos = next;
            readableNanos = Math.max(readableNanos, next + (long) (events.sample(kafka.commit()) * NANOS_A_MS));
            number++;
        }
    }
}
