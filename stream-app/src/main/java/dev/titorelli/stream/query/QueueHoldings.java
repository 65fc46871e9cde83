package dev.titorelli.stream.query;

import dev.titorelli.stream.queue.QueueReport;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** What this instance owns of the queues. Safe for several threads. */
interface QueueHoldings {

    /** The partitions of queue.v1 whose active task this instance runs now, with all of its state restored. */
    Set<Integer> partitions();

    /** Where the queues stand that belong to tasks of this instance. */
    List<QueueReport> reports();

    /** The queues of all models in the catalogue, whoever owns them. */
    SortedSet<String> known();
}
