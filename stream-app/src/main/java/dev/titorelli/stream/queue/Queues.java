package dev.titorelli.stream.queue;

import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.row.QueueRow;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The queues that one task owns, found again in its rows. */
final class Queues {

    private final QueueSite site;
    private final Map<String, OwnedQueue> byName = new TreeMap<>();

    private Queues(QueueSite site) {
        this.site = site;
    }

    /** Those that another process has left, as they stood. */
    static Queues open(QueueSite site) {
        Queues queues = new Queues(site);
        site.rows().forEachQueue(queues::add);
        site.rows().forEachWaiting((queue, job) -> queues.opened(queue).restoreWaiting(job));
        site.rows().forEachReleased((queue, job) -> queues.opened(queue).restoreReleased(job));
        return queues;
    }

    /** A queue that was named before. */
    Optional<OwnedQueue> find(String queue) {
        return Optional.ofNullable(byName.get(queue));
    }

    /** A queue, named for the first time or not. */
    OwnedQueue opened(String queue) {
        OwnedQueue known = byName.get(queue);
        return known == null ? add(queue, QueueRow.newBuilder().build()) : known;
    }

    Collection<OwnedQueue> all() {
        return byName.values();
    }

    private OwnedQueue add(String queue, QueueRow row) {
        OwnedQueue added = new OwnedQueue(QueueName.parse(queue), site, row);
        byName.put(queue, added);
        return added;
    }
}
