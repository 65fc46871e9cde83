package dev.titorelli.worker.take;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * In which order queues are asked for the next job: INTERACTIVE before BULK, but every fourth turn BULK first, so that it never
 * starves; the queues of a lane take turns in being first.
 */
public final class ArmingOrder {

    private static final int BULK_TURN = 4;

    private ArmingOrder() {}

    /**
     * Who is asked first.
     *
     * @param turn counts the jobs taken so far
     */
    public static List<QueueName> of(List<QueueName> queues, int turn) {
        List<QueueName> interactive = rotated(queues, Lane.INTERACTIVE, turn);
        List<QueueName> bulk = rotated(queues, Lane.BULK, turn / BULK_TURN);
        boolean bulkFirst = turn % BULK_TURN == BULK_TURN - 1;
        List<QueueName> order = new ArrayList<>(bulkFirst ? bulk : interactive);
        order.addAll(bulkFirst ? interactive : bulk);
        return order;
    }

    private static List<QueueName> rotated(List<QueueName> queues, Lane lane, int by) {
        List<QueueName> ofLane =
                new ArrayList<>(queues.stream().filter(q -> q.lane() == lane).toList());
        Collections.rotate(ofLane, -by);
        return ofLane;
    }
}
