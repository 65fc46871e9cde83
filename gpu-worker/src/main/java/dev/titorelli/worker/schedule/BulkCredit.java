package dev.titorelli.worker.schedule;

/** What the lane BULK is owed: its share of the device time that passes while both lanes have work. */
final class BulkCredit {

    private final double share;
    private double nanos;

    BulkCredit(double share) {
        this.share = share;
    }

    boolean pays(double cost) {
        return share > 0 && nanos >= cost;
    }

    /** Both lanes had work; so much time passed, part of it for BULK. */
    void shared(double passed, double forBulk) {
        nanos += share * passed - forBulk;
    }

    /** One lane alone had work: nothing is owed either way. */
    void alone() {
        nanos = 0;
    }
}
