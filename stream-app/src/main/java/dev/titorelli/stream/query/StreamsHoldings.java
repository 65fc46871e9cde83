package dev.titorelli.stream.query;

import dev.titorelli.HeldJob;
import dev.titorelli.WorkerHeartbeat;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What Kafka Streams holds here. It gives the store of an active task whose thread runs, which it does once all stores are
 * restored. An instance that was frozen or cut off for longer than its session may believe that it still owns what others
 * have taken over; so the broker must have answered it lately.
 */
final class StreamsHoldings implements Holdings {

    private final KafkaStreams streams;
    private final StateNames names;
    private final Supplier<Duration> brokerSilence;
    private final Duration silenceAllowed;

    /**
     * @param brokerSilence how long the broker has not answered
     * @param silenceAllowed shorter than the session after which others take over
     */
    StreamsHoldings(KafkaStreams streams, StateNames names, Supplier<Duration> brokerSilence, Duration silenceAllowed) {
        this.streams = streams;
        this.names = names;
        this.brokerSilence = brokerSilence;
        this.silenceAllowed = silenceAllowed;
    }

    @Override
    public Optional<StoredRequests> partition(int partition) {
        return rows(partition).map(StoredRequests::new);
    }

    /** The rows of a partition, under the same condition. */
    Optional<ReadOnlyKeyValueStore<String, byte[]>> rows(int partition) {
        if (brokerSilence.get().compareTo(silenceAllowed) > 0) {
            return Optional.empty();
        }
        try {
            ReadOnlyKeyValueStore<String, byte[]> store = streams.store(StoreQueryParameters.fromNameAndType(
                            names.requests(), QueryableStoreTypes.<String, byte[]>keyValueStore())
                    .withPartition(partition));
            return Optional.of(store);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<HeldJob> heldBy(String workerRun, String jobId) {
        try {
            ReadOnlyKeyValueStore<String, WorkerHeartbeat> workers = streams.store(StoreQueryParameters.fromNameAndType(
                    names.workers(), QueryableStoreTypes.<String, WorkerHeartbeat>keyValueStore()));
            return Optional.ofNullable(workers.get(workerRun)).stream()
                    .flatMap(heartbeat -> heartbeat.getJobs().stream())
                    .filter(held -> held.getJobId().equals(jobId))
                    .findFirst();
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
