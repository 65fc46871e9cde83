package dev.titorelli.worker.take;

import dev.titorelli.Lane;
import dev.titorelli.QueueRoom;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.batch.StepCost;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * All served queues of a worker with room for one job. Lines are armed one after the other, the next when the ones before came back
 * empty, so that under load few lines besides the delivering one are armed. Armed lines are polled even while there is no room: what
 * one of them delivers then waits in hand for the device, a quarter of the record lock at most, and is else given back. So at most one
 * job a queue is kept from other workers, and only for that time. Kafka thread only.
 */
final class QueueLines implements AutoCloseable {

    private static final Duration ARMING_STEP = Duration.ofMillis(50);

    private final Map<QueueName, QueueLine> lines;
    private final List<QueueName> queues;
    private final Duration patience;
    private final ExecutorService waiting;
    private volatile Set<QueueName> served;
    private int turn;
    private Instant lastArmed = Instant.EPOCH;

    /**
     * @param recordLock how long the broker keeps a polled record for its consumer
     * @param waiting where polls wait; ended with the lines
     */
    QueueLines(List<QueueLine> lines, Duration recordLock, ExecutorService waiting) {
        this.lines = lines.stream().collect(Collectors.toMap(QueueLine::queue, Function.identity()));
        this.queues = lines.stream().map(QueueLine::queue).toList();
        this.patience = recordLock.dividedBy(4);
        this.waiting = waiting;
        this.served = Set.copyOf(queues);
    }

    /** Serves these queues from the next turn on; at first all. What is in hand of others goes its way. Any thread. */
    void serve(Set<QueueName> chosen) {
        served = Set.copyOf(chosen);
    }

    /**
     * One turn of all lines.
     *
     * @param room whether one more job of a lane may be held: asked again after every one that was started
     * @param fits whether the largest job of a queue fits
     */
    void advance(Instant now, Predicate<Lane> room, Predicate<QueueName> fits) {
        lines.values().stream().filter(QueueLine::isArmed).forEach(line -> turn += line.poll() ? 1 : 0);
        startFirst(now, room);
        lines.values().forEach(line -> line.advance(now, false, FaultCode.NO_ROOM, patience));
        startFirst(now, room); // what was read just now need not wait for the next turn
        lines.values().stream().filter(this::isLeft).forEach(QueueLine::close);
        if (noneOnItsWay(room)) {
            armNext(now, queue -> room.test(queue.lane()) && fits.test(queue));
        }
    }

    /** Whether its queue is served no longer and nothing of it is in hand. */
    private boolean isLeft(QueueLine line) {
        return !served.contains(line.queue()) && !line.isTaking() && line.isOpen();
    }

    /** The last turns: nothing more is asked for, what is in hand is given back, and one line after the other begins to close. */
    void drain(Instant now) {
        for (QueueLine line : lines.values()) {
            line.advance(now, false, FaultCode.DRAINING, Duration.ZERO);
            if (!line.isTaking()) {
                line.close();
            }
        }
    }

    /** Whether no line has a record in hand, but for those that wait until their lane has room. */
    private boolean noneOnItsWay(Predicate<Lane> room) {
        return lines.values().stream()
                .filter(QueueLine::isTaking)
                .allMatch(line -> line.isWaiting() && !room.test(line.queue().lane()));
    }

    /** Whether every served line was armed or has something in hand, so that nothing is left to do until a poll ends. */
    boolean allAsked() {
        return lines.values().stream()
                .allMatch(line -> line.isArmed() || line.isTaking() || !served.contains(line.queue()));
    }

    /** Whether all consumers are closed. */
    boolean allClosed() {
        return lines.values().stream().allMatch(QueueLine::isClosed);
    }

    /** Whether an answer is to be collected soon. */
    boolean inHaste() {
        return lines.values().stream().anyMatch(line -> line.isTaking() && !line.isWaiting());
    }

    /** What the heartbeat says. */
    List<QueueRoom> rooms(ToIntFunction<QueueName> room, Function<QueueName, Optional<StepCost>> cost) {
        return queues.stream()
                .filter(queue -> served.contains(queue) || lines.get(queue).isTaking())
                .map(queue -> lines.get(queue).room(room.applyAsInt(queue), cost.apply(queue)))
                .toList();
    }

    /** Closes all consumers side by side and waits for the slowest. */
    @Override
    public void close() {
        lines.values().forEach(QueueLine::close);
        lines.values().forEach(QueueLine::awaitClosed);
        waiting.shutdown();
    }

    private void startFirst(Instant now, Predicate<Lane> room) {
        firstWaiting(room).ifPresent(line -> line.advance(now, true, FaultCode.NO_ROOM, patience));
    }

    private Optional<QueueLine> firstWaiting(Predicate<Lane> room) {
        return lines.values().stream()
                .filter(line -> line.isWaiting() && room.test(line.queue().lane()))
                .min(Comparator.comparing((QueueLine line) -> line.queue().lane() == Lane.BULK)
                        .thenComparing(QueueLine::polledAt));
    }

    private void armNext(Instant now, Predicate<QueueName> fits) {
        if (now.isBefore(lastArmed.plus(ARMING_STEP))) {
            return;
        }
        ArmingOrder.of(queues, turn).stream()
                .filter(served::contains)
                .filter(fits)
                .map(lines::get)
                .filter(line -> !line.isArmed())
                .findFirst()
                .ifPresent(line -> {
                    line.arm();
                    line.poll();
                    lastArmed = now;
                });
    }
}
