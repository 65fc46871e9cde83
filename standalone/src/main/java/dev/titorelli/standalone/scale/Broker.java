package dev.titorelli.standalone.scale;

/** A broker's share sessions: one for each member that has polled a job topic it leads and whose connection stands. */
final class Broker {

    private final int most;
    private int open;

    Broker(int most) {
        this.most = most;
    }

    boolean open() {
        if (open == most) {
            return false;
        }
        open++;
        return true;
    }

    void close() {
        open--;
    }
}
