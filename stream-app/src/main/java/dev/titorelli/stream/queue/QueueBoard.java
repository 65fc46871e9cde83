package dev.titorelli.stream.queue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Where each queue stands that this instance owns, for who looks on: pages, metrics. The queue room of each task publishes
 * here a moment after a change, and takes its reports away when the task closes. Safe for several threads.
 */
public final class QueueBoard {

    private final Map<String, Posting> postings = new ConcurrentSkipListMap<>();

    private final Map<Object, Integer> owners = Collections.synchronizedMap(new IdentityHashMap<>());

    private record Posting(Object owner, QueueReport report) {}

    /**
     * Takes the place of what was said of the queue before.
     *
     * @param owner who says it, compared by identity
     */
    public void publish(Object owner, QueueReport report) {
        postings.put(report.queue(), new Posting(owner, report));
    }

    /**
     * An owner has said of each of its queues where it stands; from now on its silence about a queue means that it is empty.
     *
     * @param partition of queue.v1 that it owns
     */
    public void begin(Object owner, int partition) {
        owners.put(owner, partition);
    }

    /** The partitions of queue.v1 whose owners here have begun. */
    public Set<Integer> partitions() {
        synchronized (owners) {
            return Set.copyOf(owners.values());
        }
    }

    /** Takes away what an owner says of a queue; another's word stays. */
    public void remove(Object owner, String queue) {
        postings.computeIfPresent(queue, (name, posting) -> posting.owner() == owner ? null : posting);
    }

    /** Takes away all that an owner has said. */
    public void removeAll(Object owner) {
        owners.remove(owner);
        postings.values().removeIf(posting -> posting.owner() == owner);
    }

    /** By the queues' names. */
    public List<QueueReport> reports() {
        return postings.values().stream().map(Posting::report).toList();
    }

    /** A queue's report; empty when it is empty here, or another instance's. */
    public Optional<QueueReport> report(String queue) {
        return Optional.ofNullable(postings.get(queue)).map(Posting::report);
    }
}
