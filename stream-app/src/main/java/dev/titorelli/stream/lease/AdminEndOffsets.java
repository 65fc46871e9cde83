package dev.titorelli.stream.lease;

import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker every other second on a thread of its own. */
public final class AdminEndOffsets implements EndOffsets, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AdminEndOffsets.class);
    private static final long PATIENCE_MS = 1_500;

    private final Admin admin;
    private final String applicationId;
    private final long periodMs;
    private final TopicPartition worker;
    private final Map<TopicPartition, OffsetSpec> outcomes = new HashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "end-offsets");
        created.setDaemon(true);
        return created;
    });
    private volatile Reading newest;
    private volatile long answeredAtNanos = System.nanoTime();
    private ScheduledFuture<?> asking;

    /**
     * Asks nobody yet. A tick counts only with an answer that is newer than the tick before, so there are five in two ticks.
     *
     * @param partitions how many partitions outcome.v1 has
     * @param tick how often silence is looked at
     */
    public AdminEndOffsets(Admin admin, String prefix, String applicationId, int partitions, Duration tick) {
        this.admin = admin;
        this.applicationId = applicationId;
        this.periodMs = Math.max(1, tick.toMillis() * 2 / 5);
        this.worker = new TopicPartition(Topics.WORKER.name(prefix), 0);
        for (int partition = 0; partition < partitions; partition++) {
            outcomes.put(new TopicPartition(Topics.OUTCOME.name(prefix), partition), OffsetSpec.latest());
        }
    }

    /** Starts to ask. */
    public synchronized void start() {
        asking = thread.scheduleWithFixedDelay(this::askQuietly, 0, periodMs, TimeUnit.MILLISECONDS);
    }

    /** A rebalance began: what was counted until now counts no longer. */
    public void rebalanced() {
        generation.incrementAndGet();
    }

    @Override
    public Optional<Reading> newest() {
        return Optional.ofNullable(newest);
    }

    /** How long the broker has not answered; counted from when this was made until it first does. */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - answeredAtNanos);
    }

    private void askQuietly() {
        try {
            newest = ask();
            answeredAtNanos = System.nanoTime();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.atDebug().setCause(e).log("the broker did not say where topics end; silence is not counted meanwhile");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reading ask() throws ExecutionException, InterruptedException, TimeoutException {
        // Heartbeats first: the outcome that a run has sent before one of them is then among the outcomes.
        long workerEnd = await(
                        admin.listOffsets(Map.of(worker, OffsetSpec.latest())).partitionResult(worker))
                .offset();
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                await(admin.listOffsets(outcomes).all());
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
        Map<Integer, Long> outcomeEnds = new HashMap<>();
        Map<Integer, Long> outcomeCommitted = new HashMap<>();
        ends.forEach((partition, end) -> {
            outcomeEnds.put(partition.partition(), end.offset());
            OffsetAndMetadata read = committed.get(partition);
            outcomeCommitted.put(partition.partition(), read == null ? 0L : read.offset());
        });
        long answer = newest == null ? 1 : newest.answer() + 1;
        return new Reading(answer, generation.get(), workerEnd, Map.copyOf(outcomeEnds), Map.copyOf(outcomeCommitted));
    }

    private static <T> T await(KafkaFuture<T> asked) throws ExecutionException, InterruptedException, TimeoutException {
        return asked.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        if (asking != null) {
            asking.cancel(true);
        }
        thread.shutdownNow();
    }
}
