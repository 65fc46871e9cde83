package dev.titorelli.worker.take;

import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.cluster.Asked;
import dev.titorelli.identity.QueueName;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.take.QueueChoice.Look;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Looks at the cluster: what waits in queues, by their share groups' lag, and who else serves them, by the heartbeats. Its calls wait for
 * brokers: for a thread of its own.
 */
final class QueueSight implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(Asked.PATIENCE_S);

    private final List<QueueName> queues;
    private final String prefix;
    private final LiveWorkers workers;
    private final Clock clock;
    private final AvroReader<WorkerHeartbeat> heartbeats;
    private final Admin admin;
    private final Consumer<byte[], byte[]> reader;

    /** Opens clients, and hears heartbeats from now on. */
    QueueSight(TakeDesk.Lines lines, List<QueueName> queues, LiveWorkers workers, Clock clock) {
        this.queues = queues;
        this.prefix = lines.prefix();
        this.workers = workers;
        this.clock = clock;
        this.heartbeats = AvroReader.of(Topics.WORKER, lines.registry());
        this.admin = lines.clients().admin();
        this.reader = lines.clients().reader();
        TopicPartition all = new TopicPartition(Topics.WORKER.name(prefix), 0);
        reader.assign(List.of(all));
        reader.seekToEnd(List.of(all));
        reader.position(all);
    }

    /**
     * What there is to see now.
     *
     * @throws RuntimeException when the brokers do not answer
     */
    Look look() throws InterruptedException {
        listen();
        Map<QueueName, Long> waiting = waiting();
        Instant now = clock.instant();
        return new Look(
                queues.stream()
                        .map(queue -> new QueueDemand(
                                queue, waiting.get(queue), workers.room(queue, now), workers.servers(queue, now)))
                        .toList(),
                workers.runs(now));
    }

    private void listen() {
        boolean more = true;
        while (more) {
            var records = reader.poll(POLL);
            records.forEach(this::hear);
            more = !records.isEmpty();
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            workers.ended(new String(record.key(), StandardCharsets.UTF_8));
        } else if (heartbeats.read(record.value()) instanceof Decoded.Value<WorkerHeartbeat> heartbeat) {
            workers.heard(heartbeat.value(), clock.instant());
        }
    }

    private Map<QueueName, Long> waiting() throws InterruptedException {
        ListShareGroupOffsetsResult groups = admin.listShareGroupOffsets(
                queues.stream().collect(Collectors.toMap(this::group, queue -> new ListShareGroupOffsetsSpec()
                        .topicPartitions(List.of(partition(queue))))));
        Map<QueueName, Optional<Long>> lags = new HashMap<>();
        for (QueueName queue : queues) {
            lags.put(queue, lag(groups, queue));
        }
        List<TopicPartition> untouched = queues.stream()
                .filter(queue -> lags.get(queue).isEmpty())
                .map(this::partition)
                .toList();
        Map<TopicPartition, Long> ends = reader.endOffsets(untouched, ANSWER);
        Map<TopicPartition, Long> begins = reader.beginningOffsets(untouched, ANSWER);
        return queues.stream().collect(Collectors.toMap(Function.identity(), queue -> lags.get(queue)
                .orElseGet(() -> ends.get(partition(queue)) - begins.get(partition(queue)))));
    }

    /** Empty where no consumer of the group has ever come: all that the topic has waits then. */
    private Optional<Long> lag(ListShareGroupOffsetsResult groups, QueueName queue) throws InterruptedException {
        try {
            SharePartitionOffsetInfo info = groups.partitionsToOffsetInfo(group(queue))
                    .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .get(partition(queue));
            return info == null ? Optional.empty() : info.lag().filter(lag -> lag >= 0);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw new IllegalStateException("the lag of share group " + group(queue) + " can't be told", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the lag of share group " + group(queue) + " is not told in time", e);
        }
    }

    private String group(QueueName queue) {
        return Topics.job(queue).name(prefix);
    }

    private TopicPartition partition(QueueName queue) {
        return new TopicPartition(group(queue), 0);
    }

    @Override
    public void close() {
        admin.close(Asked.CLOSE_LIMIT);
        reader.close();
    }
}
