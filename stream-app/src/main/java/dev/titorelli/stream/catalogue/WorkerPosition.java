package dev.titorelli.stream.catalogue;

/** How far worker.v1 was read by this instance: the offset that comes next. Written by one thread, read by all. */
public final class WorkerPosition {

    private volatile long next;

    /** The offset of the next heartbeat; 0 before the first. */
    public long next() {
        return next;
    }

    /** Everything before this offset was read. */
    public void readUpTo(long offset) {
        next = offset;
    }
}
