package dev.titorelli.worker.take;

import dev.titorelli.identity.QueueName;
import dev.titorelli.identity.Sha256;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which queues a worker serves that may not serve all. Pure: it sees what a look found, a look is its unit of time, and all workers
 * decide by the same rules from about the same numbers.
 *
 * <p>A queue is joined when it has needed a worker for some looks; who stands later in the order of runs waits longer, so that not all
 * come at once. Another is left for it only when the joined one still has the more jobs a worker afterwards, by half, so that what was
 * gained by a change is never gained back by the opposite one. A queue with waiting jobs is left by one worker at a time, the last in the
 * order of those that serve it, and never by the only one. After a change there is none for a while.
 */
final class QueueChoice {

    /** A queue that needs a worker does so in this many looks before anybody comes. */
    static final int PATIENCE = 2;

    /** A queue without jobs may be left after this many looks. */
    static final int IDLE = 3;

    /** Looks without a change after a change. */
    static final int CALM = 6;

    private static final double WORTH = 1.5;
    private static final int MOST_RANK = 10;

    private final String self;
    private final List<QueueName> queues;
    private final int most;
    private final Set<QueueName> served;
    private final Map<QueueName, Integer> needed = new HashMap<>();
    private final Map<QueueName, Integer> idle = new HashMap<>();
    private int calm;

    /**
     * What was seen.
     *
     * @param workers runs of the other live workers of this model
     */
    record Look(List<QueueDemand> demands, List<String> workers) {}

    /**
     * @param self this run
     * @param most queues that are served at once
     */
    QueueChoice(String self, List<QueueName> queues, int most) {
        this(self, queues, most, any(self, queues, most));
    }

    /** @param first what is served at first */
    QueueChoice(String self, List<QueueName> queues, int most, Set<QueueName> first) {
        this.self = self;
        this.queues = List.copyOf(queues);
        this.most = most;
        this.served = new LinkedHashSet<>(first);
    }

    private static Set<QueueName> any(String self, List<QueueName> queues, int most) {
        return queues.stream()
                .sorted(Comparator.comparing(queue -> Sha256.of(self + queue)))
                .limit(most)
                .collect(Collectors.toSet());
    }

    /** Whether there is anything to choose. */
    boolean isOpen() {
        return queues.size() > most;
    }

    /** What is served now: at first any, other ones for each worker. */
    Set<QueueName> served() {
        return Set.copyOf(served);
    }

    /** What is served after a look. */
    Set<QueueName> after(Look look) {
        Map<QueueName, QueueDemand> demands =
                look.demands().stream().collect(Collectors.toMap(QueueDemand::queue, demand -> demand));
        demands.values().forEach(this::remember);
        calm = Math.max(0, calm - 1);
        if (calm == 0) {
            mostNeeded(look).ifPresent(joined -> join(joined, demands));
        }
        return served();
    }

    private void remember(QueueDemand demand) {
        boolean needs = !served.contains(demand.queue()) && demand.load(1) > 0;
        needed.merge(demand.queue(), 1, (looks, one) -> needs ? looks + one : 0);
        idle.merge(demand.queue(), 1, (looks, one) -> demand.waiting() == 0 ? looks + one : 0);
    }

    private Optional<QueueDemand> mostNeeded(Look look) {
        return look.demands().stream()
                .filter(demand -> !served.contains(demand.queue()) && demand.load(1) > 0)
                .filter(demand -> needed.get(demand.queue()) >= PATIENCE + rank(demand, look))
                .max(Comparator.comparing(QueueDemand::isOrphaned)
                        .thenComparing(demand -> demand.load(demand.servers().size() + 1)));
    }

    /** How many others would come before this one. */
    private int rank(QueueDemand demand, Look look) {
        long before = look.workers().stream()
                .filter(run -> !demand.servers().contains(run) && run.compareTo(self) < 0)
                .count();
        return (int) Math.min(MOST_RANK, before);
    }

    private void join(QueueDemand joined, Map<QueueName, QueueDemand> demands) {
        if (served.size() >= most) {
            Optional<QueueDemand> left = leastNeeded(demands).filter(least -> isWorth(joined, least));
            if (left.isEmpty()) {
                return;
            }
            served.remove(left.get().queue());
        }
        served.add(joined.queue());
        calm = CALM;
    }

    private Optional<QueueDemand> leastNeeded(Map<QueueName, QueueDemand> demands) {
        return served.stream()
                .filter(demands::containsKey)
                .map(demands::get)
                .filter(this::mayLeave)
                .min(Comparator.comparing(demand -> demand.load(demand.servers().size())));
    }

    private boolean mayLeave(QueueDemand demand) {
        boolean lastOfSeveral =
                !demand.servers().isEmpty() && demand.servers().stream().allMatch(run -> run.compareTo(self) < 0);
        return lastOfSeveral || idle.getOrDefault(demand.queue(), 0) >= IDLE;
    }

    private static boolean isWorth(QueueDemand joined, QueueDemand left) {
        return joined.isOrphaned()
                || joined.load(joined.servers().size() + 1)
                        > WORTH * left.load(left.servers().size());
    }
}
