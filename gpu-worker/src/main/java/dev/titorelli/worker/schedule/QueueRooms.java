package dev.titorelli.worker.schedule;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which queues a worker may ask for a job: those whose worst case it has set aside. BULK leaves the room of the largest
 * INTERACTIVE worst case alone, so that a person's job need not wait for a whole BULK job to end (as far as the device is large enough for both). One thread at a time.
 */
public final class QueueRooms {

    private static final String RESERVED = "reserved for ";

    private final Arena arena;
    private final Map<QueueName, Long> worstCases;
    private final long keptForInteractive;
    private final Set<QueueName> armed = new HashSet<>();

    /** @param worstCases bytes of the largest job of each served queue */
    public QueueRooms(Arena arena, Map<QueueName, Long> worstCases) {
        this.arena = arena;
        this.worstCases = Map.copyOf(worstCases);
        this.keptForInteractive = this.worstCases.entrySet().stream()
                .filter(queue -> queue.getKey().lane() == Lane.INTERACTIVE)
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    /** Queues whose worst case fits into the empty device never; by name. */
    public List<QueueName> neverFit() {
        Set<String> names = new TreeSet<>();
        worstCases.forEach((queue, bytes) -> {
            if (bytes > arena.bound()) {
                names.add(queue.toString());
            }
        });
        return names.stream().map(QueueName::parse).toList();
    }

    /** How many worst-case jobs of the queue would be taken now, were no other queue armed. */
    public int room(QueueName queue) {
        long reservedElsewhere = armed.stream().mapToLong(worstCases::get).sum();
        long free = arena.free() + reservedElsewhere - keptFrom(queue);
        return free < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, free / Math.max(1, worstCase(queue)));
    }

    /**
     * Sets aside what may come, queue after queue.
     *
     * @param order who is asked first
     * @return those that are armed from now on and were not before
     */
    public List<QueueName> arm(List<QueueName> order) {
        List<QueueName> newly = new ArrayList<>();
        for (QueueName queue : order) {
            if (!armed.contains(queue) && fits(queue)) {
                armed.add(queue);
                newly.add(queue);
            }
        }
        return newly;
    }

    /** Whether the queue's worst case is set aside. */
    public boolean isArmed(QueueName queue) {
        return armed.contains(queue);
    }

    /** Gives back what was set aside. */
    public void disarm(QueueName queue) {
        if (armed.remove(queue)) {
            arena.release(RESERVED + queue);
        }
    }

    /**
     * A job came from an armed queue: its own bytes take the place of the worst case, and the queue is armed no more.
     *
     * @return false when it is larger than its queue's worst case and does not fit: the queue stays as it was
     */
    public boolean take(QueueName queue, String job, Holding bytes) {
        boolean fits = arena.replace(RESERVED + queue, job, bytes);
        if (fits) {
            armed.remove(queue);
        }
        return fits;
    }

    /** Whether a job of a lane, which was not armed for, fits beside what that lane leaves alone. */
    public boolean admits(Lane lane, long bytes) {
        return arena.free() - bytes >= keptFrom(lane, bytes);
    }

    private boolean fits(QueueName queue) {
        return arena.free() - worstCase(queue) >= keptNow(queue)
                && arena.hold(RESERVED + queue, Holding.of(worstCase(queue)));
    }

    private long worstCase(QueueName queue) {
        Long bytes = worstCases.get(queue);
        if (bytes == null) {
            throw new IllegalArgumentException("queue " + queue + " is not served: " + worstCases.keySet());
        }
        return bytes;
    }

    private long keptFrom(QueueName queue) {
        return keptFrom(queue.lane(), worstCase(queue));
    }

    private long keptFrom(Lane lane, long bytes) {
        return lane == Lane.BULK ? Math.min(keptForInteractive, Math.max(0, arena.bound() - bytes)) : 0;
    }

    /** An INTERACTIVE queue that is armed has its room already. */
    private long keptNow(QueueName queue) {
        long set = armed.stream()
                .filter(other -> other.lane() == Lane.INTERACTIVE)
                .mapToLong(worstCases::get)
                .max()
                .orElse(0);
        return Math.max(0, keptFrom(queue) - set);
    }
}
