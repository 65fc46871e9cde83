package dev.titorelli.standalone.bench.worker;

import dev.titorelli.standalone.bench.Footprint;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.Memory;
import java.util.ArrayList;
import java.util.List;

/** Looks at the process's memory from time to time while pictures are made. Safe for several threads. */
final class MemoryWatch {

    private static final int MOMENTS = 20;
    private static final long MIB = 1L << 20;

    private final int every;
    private final List<Memory> seen = new ArrayList<>();
    private int pictures;

    /** @param expected about how many pictures there will be */
    MemoryWatch(int expected) {
        this.every = Math.max(1, expected / MOMENTS);
    }

    /** One picture more. */
    synchronized void picture() {
        pictures++;
        if (pictures % every == 0) {
            Runtime runtime = Runtime.getRuntime();
            long heap = (runtime.totalMemory() - runtime.freeMemory()) / MIB;
            seen.add(new Memory(pictures, Footprint.residentMb(), heap));
        }
    }

    synchronized List<Memory> seen() {
        return List.copyOf(seen);
    }
}
