package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.schedule.Arena;
import dev.titorelli.worker.schedule.Holding;
import dev.titorelli.worker.schedule.QueueRooms;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What held jobs take of the memory, counted in bytes before they begin, and what is left. Kept prefixes have what jobs leave: they give
 * way before a job is let in. A prefix that is kept and used counts twice, so that neither's end can take the other over the bound. Any
 * thread.
 */
public final class JobMemory {

    private static final long MIB = 1L << 20;

    private final MemoryBound bound;
    private final JobNeeds needs;
    private final LongConsumer prefixes;
    private final Supplier<List<String>> adapters;
    private final Arena arena;
    private QueueRooms rooms;
    private long admitted;

    /** Tells the painter how much of the bound is left for kept prefixes, now and whenever that changes. */
    public JobMemory(MemoryBound bound, Painter painter) {
        this(bound, new JobNeeds(painter), painter::keepPrefixes, painter::adapters);
    }

    private JobMemory(MemoryBound bound, JobNeeds needs, LongConsumer prefixes, Supplier<List<String>> adapters) {
        this.bound = bound;
        this.needs = needs;
        this.prefixes = prefixes;
        this.adapters = adapters;
        this.arena = new Arena(bound.bytes());
        serve(List.of());
        prefixes.accept(arena.free());
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
     * Sets a job's bytes aside, as far as they fit beside those of other jobs.
     *
     * @return what gives them back; empty when there is no room now
     */
    synchronized Optional<Runnable> admit(long bytes) {
        if (bytes > arena.free()) {
            return Optional.empty();
        }
        prefixes.accept(arena.free() - bytes);
        String holder = "run " + ++admitted;
        arena.hold(holder, Holding.of(bytes));
        return Optional.of(() -> release(holder));
    }

    private synchronized void release(String holder) {
        arena.release(holder);
        prefixes.accept(arena.free());
    }

    /** How many of a queue's largest jobs fit now. */
    synchronized int room(QueueName queue) {
        return rooms.room(queue);
    }

    /** The adapters that are loaded now, as alias/adapter. */
    List<String> adapters() {
        return adapters.get();
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
