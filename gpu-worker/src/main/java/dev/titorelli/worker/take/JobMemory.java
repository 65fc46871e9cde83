package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.schedule.Arena;
import dev.titorelli.worker.schedule.QueueRooms;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What held jobs take of the memory, counted in bytes before they begin, and what is left. What several of them turn out to have together
 * counts once from then on. Kept prefixes have what jobs leave: they give way before a job is let in. Any thread.
 */
public final class JobMemory {

    private static final long MIB = 1L << 20;

    private final MemoryBound bound;
    private final JobNeeds needs;
    private final Painter painter;
    private final Arena arena;
    private final JobHoldings jobs;
    private QueueRooms rooms;

    /** Tells the painter how much of the bound is left for kept prefixes, now and whenever that changes, and hears what jobs share. */
    public JobMemory(MemoryBound bound, Painter painter) {
        this.bound = bound;
        this.needs = new JobNeeds(painter);
        this.painter = painter;
        this.arena = new Arena(bound.bytes());
        this.jobs = new JobHoldings(arena);
        serve(List.of());
        painter.keepPrefixes(arena.free(), arena.shared());
        painter.whenUsed(this::share);
    }

    /** Sets which queues {@link #room} may be asked about. */
    synchronized void serve(List<QueueName> queues) {
        rooms = new QueueRooms(arena, queues.stream().collect(Collectors.toMap(Function.identity(), this::worstCase)));
    }

    /** Why a queue can't be served: its largest job is above what was set. A bound that nobody has set refuses jobs, not queues. */
    Optional<String> refusal(QueueName queue) {
        long most = needs.worstCase(queue.tokens());
        return !bound.set() || most <= bound.bytes()
                ? Optional.empty()
                : Optional.of("queue %s is not served: its largest job takes %d MiB, worker.memory.mib is %d"
                        .formatted(queue, roundedUp(most), bound.bytes() / MIB));
    }

    /** How many bytes a job takes. */
    long needed(Job job) {
        return needs.of(job);
    }

    /** Why a job can never be done here. */
    Optional<String> refusal(long bytes) {
        return bytes <= bound.bytes()
                ? Optional.empty()
                : Optional.of("the job takes %d MiB of memory, all jobs of this worker may take %d MiB (%s)"
                        .formatted(
                                roundedUp(bytes),
                                bound.bytes() / MIB,
                                bound.set()
                                        ? "worker.memory.mib"
                                        : "what its machine leaves; worker.memory.mib sets another bound"));
    }

    /**
     * Sets a job's bytes aside, as far as they fit beside those of other jobs; BULK leaves the largest INTERACTIVE job's alone, where the bound
     * is large enough for both.
     *
     * @return what gives them back; empty when there is no room now
     */
    synchronized Optional<Runnable> admit(Job job, long bytes) {
        if (!rooms.admits(job.getLane(), bytes)) {
            return Optional.empty();
        }
        painter.keepPrefixes(arena.free() - bytes, arena.shared());
        String holder = jobs.hold(job, bytes);
        return Optional.of(() -> release(job, holder));
    }

    private synchronized void release(Job job, String holder) {
        jobs.release(job, holder);
        painter.keepPrefixes(arena.free(), arena.shared());
    }

    private synchronized void share(Job job, String memory, long bytes) {
        jobs.share(job, memory, bytes);
        painter.keepPrefixes(arena.free(), arena.shared());
    }

    /** How many of a queue's largest jobs fit now. */
    synchronized int room(QueueName queue) {
        return rooms.room(queue);
    }

    /** The adapters that are loaded now, as alias/adapter. */
    List<String> adapters() {
        return painter.adapters();
    }

    /** Bytes that held jobs take. */
    public synchronized long used() {
        return arena.used();
    }

    /** Bytes that jobs and kept prefixes may take together. */
    public long bound() {
        return arena.bound();
    }

    private long worstCase(QueueName queue) {
        return Math.min(needs.worstCase(queue.tokens()), bound.bytes());
    }

    private static long roundedUp(long bytes) {
        return (bytes + MIB - 1) / MIB;
    }
}
