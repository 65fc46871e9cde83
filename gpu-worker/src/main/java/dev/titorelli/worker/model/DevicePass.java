package dev.titorelli.worker.model;

/**
 * Device work of one picture that can rest between two of its units: the blocks of a VAE pass, the layers of a prefill. What it holds
 * meanwhile belongs to its picture. In whatever parts it runs, the bits are the same. Used by one thread at a time.
 */
public final class DevicePass {

    private final Kind kind;
    private final long size;
    private final int units;
    private final Units work;
    private int done;
    private long nanos;

    /** The kinds of passes, in the order in which a picture makes them. */
    public enum Kind {
        /** Blocks of the VAE's encoder over an input picture; its size is in pixels. */
        ENCODE,
        /** Layers over a branch's prefix; its size is in tokens. */
        PREFILL,
        /** The time tokens of a branch, in one unit; its size is in steps. */
        TIME_TOKENS,
        /** Blocks of the VAE's decoder over the latents; its size is in pixels. */
        DECODE
    }

    /** What computes it. */
    @FunctionalInterface
    interface Units {
        /** Computes the units {@code from} to before {@code to}; called with each unit once, in order. */
        void run(int from, int to);
    }

    DevicePass(Kind kind, long size, int units, Units work) {
        this.kind = kind;
        this.size = size;
        this.units = units;
        this.work = work;
    }

    public Kind kind() {
        return kind;
    }

    /** How large it is, in what its kind counts. */
    public long size() {
        return size;
    }

    /** All its units. */
    public int units() {
        return units;
    }

    /** The units that are done. */
    public int done() {
        return done;
    }

    /**
     * Computes the next units.
     *
     * @param count as many as are left at most
     */
    public void run(int count) {
        if (count < 1 || done + count > units) {
            throw new IllegalArgumentException(
                    "%d units of a pass %s: allowed is 1 to %d".formatted(count, kind, units - done));
        }
        long start = System.nanoTime();
        work.run(done, done + count);
        nanos += System.nanoTime() - start;
        done += count;
    }

    boolean isBegun() {
        return done > 0;
    }

    boolean isDone() {
        return done == units;
    }

    /** How long its units took so far. */
    long nanos() {
        return nanos;
    }
}
