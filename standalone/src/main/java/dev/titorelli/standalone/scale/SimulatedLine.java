package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;

/** A queue that a worker serves: its consumer, and the record that it may have in hand. */
final class SimulatedLine {

    private static final double REFUSED_MS = 5_000;
    private static final double FETCH_MS = 500;

    private final SimulatedWorker worker;
    private final SimulatedQueue queue;
    private final KafkaTimes kafka;
    private final Runnable delivered;
    private ShareGroup.Member member;
    private ShareGroup.Delivery inHand;
    private PretendedRun starting;
    private boolean armed;
    private long sinceNanos;

    /** @param delivered hears that there is a record in hand */
    SimulatedLine(SimulatedWorker worker, SimulatedQueue queue, KafkaTimes kafka, Runnable delivered) {
        this.worker = worker;
        this.queue = queue;
        this.kafka = kafka;
        this.delivered = delivered;
    }

    QueueName name() {
        return queue.name();
    }

    /** Asks for a job: joins the group first. */
    void arm() {
        armed = true;
        sinceNanos = worker.nowNanos();
        if (member == null) {
            worker.in(kafka.join(), this::join);
        } else {
            poll();
        }
    }

    private void join() {
        ShareGroup.Member joining = new ShareGroup.Member(this::taken);
        if (queue.group().join(joining)) {
            member = joining;
            poll();
        } else {
            worker.in(REFUSED_MS, this::join);
        }
    }

    private void poll() {
        sinceNanos = worker.nowNanos();
        if (!queue.group().poll(member)) {
            worker.in(REFUSED_MS, this::poll);
        }
    }

    private void taken(ShareGroup.Delivery delivery) {
        worker.in(kafka.hop(), () -> {
            inHand = delivery;
            armed = false;
            sinceNanos = worker.nowNanos();
            delivered.run();
        });
    }

    boolean isArmed() {
        return armed;
    }

    boolean isTaking() {
        return inHand != null;
    }

    /** Whether what it has in hand waits for a place. */
    boolean isWaiting() {
        return inHand != null && starting == null;
    }

    boolean isResting() {
        return !armed && inHand == null;
    }

    /** Since when it has its record, or has polled. */
    long sinceNanos() {
        return sinceNanos;
    }

    ShareGroup.Delivery inHand() {
        return inHand;
    }

    /** What it has in hand has a place and is started. */
    PretendedRun start() {
        starting = new PretendedRun(inHand.record.job, inHand.record.attempt, worker);
        return starting;
    }

    /** Accepts what it has in hand. False when the broker has given that to others. */
    boolean accept() {
        ShareGroup.Delivery done = inHand;
        inHand = null;
        starting = null;
        return queue.group().accept(done);
    }

    /** Milliseconds of polls that brought nothing. */
    double emptyMs() {
        return armed && member != null ? (worker.nowNanos() - sinceNanos) / 1e6 : 0;
    }

    /** The process is gone. */
    void disconnect() {
        if (member != null) {
            queue.group().disconnect(member);
        }
    }

    /** The process stands still: the fetch that is under way ends at the broker, maybe with a record, and nobody sends another. */
    void standStill() {
        ShareGroup.Member still = member;
        if (still != null) {
            worker.atTheBroker(FETCH_MS, () -> queue.group().rest(still));
        }
    }

    /**
     * The process goes on.
     *
     * @param expelled whether the group has lost patience: it has to be joined again
     */
    void goOn(boolean expelled) {
        if (expelled && member != null) {
            queue.group().expel(member);
            member = null;
        }
        if (armed && inHand == null) {
            arm();
        }
    }
}
