package dev.titorelli.worker.take;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * A share consumer whose polls wait on another thread, so that an idle queue costs next to nothing and a job is there at once. From
 * {@link #ask} until {@link #answer} has one the consumer belongs to that thread, at any other time to the Kafka thread, which calls all
 * methods.
 */
final class WaitingConsumer {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /**
     * The marker that ends a job's transaction may be handed out alone. The poll that it answers waits on, empty, and asks the
     * broker for nothing more: what follows the marker comes to the next poll. So polls after a record are short.
     */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final Executor waiting;
    private final Bell bell;
    private final Clock clock;
    private Duration wait = SHORTEST_WAIT;
    private CompletableFuture<Answer> asked;

    /**
     * @param consumer hands out one record a poll at most
     * @param waiting has a thread for each consumer
     * @param bell rung at each answer
     */
    WaitingConsumer(ShareConsumer<byte[], byte[]> consumer, Executor waiting, Bell bell, Clock clock) {
        this.consumer = consumer;
        this.waiting = waiting;
        this.bell = bell;
        this.clock = clock;
    }

    /** What a poll brought. */
    record Answer(Optional<ConsumerRecord<byte[], byte[]>> record, Instant at) {}

    /** The consumer, when no poll goes on. */
    ShareConsumer<byte[], byte[]> atRest() {
        if (asked != null) {
            throw new IllegalStateException("a poll goes on");
        }
        return consumer;
    }

    /** Begins a poll unless one goes on or its answer has yet to be collected. */
    void ask() {
        if (asked == null) {
            asked = CompletableFuture.supplyAsync(this::poll, waiting);
            ringWhenDone(asked);
        }
    }

    /** Collects what the poll brought; empty while it goes on. */
    Optional<Answer> answer() {
        if (asked == null || !asked.isDone()) {
            return Optional.empty();
        }
        Answer answer = asked.join();
        asked = null;
        return Optional.of(answer);
    }

    /** Ends a poll that goes on and closes; done when the broker has heard of it, or the limit has passed. */
    CompletableFuture<Void> close(Duration limit) {
        consumer.wakeup();
        CompletableFuture<Answer> last = asked == null ? CompletableFuture.completedFuture(null) : asked;
        CompletableFuture<Void> closed =
                last.handle((answer, woken) -> null).thenRunAsync(() -> consumer.close(limit), waiting);
        ringWhenDone(closed);
        return closed;
    }

    /** After it is done, so that who wakes sees it done. */
    private void ringWhenDone(CompletableFuture<?> future) {
        CompletableFuture<?> unused = future.whenComplete((result, failure) -> bell.ring());
    }

    private Answer poll() {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(wait);
        Instant at = clock.instant();
        if (polled.isEmpty()) {
            Duration longer = wait.multipliedBy(2);
            wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
            return new Answer(Optional.empty(), at);
        }
        wait = SHORTEST_WAIT;
        return new Answer(Optional.of(polled.iterator().next()), at);
    }
}
