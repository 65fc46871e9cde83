package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.worker.schedule.Arena;
import dev.titorelli.worker.schedule.Holding;
import java.util.IdentityHashMap;

/**
 * What each held job keeps in the arena: all its bytes as its own at first; what it turns out to have together with others counts once, until
 * the last of them is held no more. One thread at a time.
 */
final class JobHoldings {

    private final Arena arena;
    private final IdentityHashMap<Job, String> holders = new IdentityHashMap<>(); // two attempts at one job are two
    private long admitted;

    JobHoldings(Arena arena) {
        this.arena = arena;
    }

    /** Sets a job's bytes aside, which must fit. Returns whose they are. */
    String hold(Job job, long bytes) {
        String holder = "run " + ++admitted;
        if (!arena.hold(holder, Holding.of(bytes))) {
            throw new IllegalArgumentException("%d bytes, %d are free".formatted(bytes, arena.free()));
        }
        holders.put(job, holder);
        return holder;
    }

    void release(Job job, String holder) {
        arena.release(holder);
        holders.remove(job, holder);
    }

    /** A held job has this memory, which others may have too. */
    void share(Job job, String memory, long bytes) {
        String holder = holders.get(job);
        if (holder != null) {
            arena.replace(holder, holder, arena.heldBy(holder).sharing(memory, bytes)); // never more than before
        }
    }
}
