package dev.titorelli.stream.query;

import dev.titorelli.EventImage;
import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.HeldJob;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.StageRow;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Rows of requests over some partitions, of which an instance holds what it is told to hold. */
final class RowsFixture implements Holdings {

    static final int PARTITIONS = 3;

    private final Map<Integer, KeyValueStore<String, byte[]>> stores;
    private final Set<Integer> held = new HashSet<>();
    private Optional<HeldJob> heartbeat = Optional.empty();

    private RowsFixture(Map<Integer, KeyValueStore<String, byte[]>> stores) {
        this.stores = stores;
    }

    /** One instance that holds everything. */
    static RowsFixture whole(Path stateDir) {
        Map<Integer, KeyValueStore<String, byte[]>> stores = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            stores.put(partition, open(partition, stateDir));
        }
        RowsFixture rows = new RowsFixture(stores);
        rows.held.addAll(stores.keySet());
        return rows;
    }

    /** Another instance over the same rows, which holds nothing yet. */
    RowsFixture other() {
        return new RowsFixture(stores);
    }

    void take(Integer... partitions) {
        held.addAll(List.of(partitions));
    }

    void lose(Integer... partitions) {
        held.removeAll(List.of(partitions));
    }

    void hears(HeldJob job) {
        heartbeat = Optional.of(job);
    }

    static int partition(String request) {
        return OwnerPartition.of(request, PARTITIONS);
    }

    /** A request in some state, accepted at some time. */
    RowsFixture request(String request, String state, long acceptedAt) {
        String[] parts = request.split("/", 2);
        RequestRow row = RequestRow.newBuilder()
                .setTenant(parts[0])
                .setRequestId(parts[1])
                .setState(state)
                .setSequence(2)
                .setModel("shapes")
                .setAcceptedAt(acceptedAt)
                .setStages(List.of(StageRow.newBuilder()
                        .setName("image")
                        .setJobs(3)
                        .setDone(1)
                        .setFailed(1)
                        .build()))
                .build();
        new Rows<>(store(request), "request", RequestRow.class).put(request, row);
        return this;
    }

    void runningJob(String request, String workerRun) {
        JobRow row = JobRow.newBuilder()
                .setJobId(request + "/image/2")
                .setStage("image")
                .setIndex(2)
                .setQueue("shapes.tokens-64")
                .setStanding(JobStanding.RUNNING)
                .setAttempt(2)
                .setWorkerRun(workerRun)
                .build();
        new Rows<>(store(request), "job", JobRow.class).put(row.getJobId(), row);
    }

    void image(String request) {
        new Rows<>(store(request), "image", EventImage.class)
                .put(
                        request + "/image/00000",
                        EventImage.newBuilder().setStage("image").build());
    }

    void failure(String request, String code) {
        new Rows<>(store(request), "failure", FailedJob.class)
                .put(request + "/image/00001", new FailedJob("image", 1, 3, new Failure(code, "", true)));
    }

    @Override
    public Optional<StoredRequests> partition(int partition) {
        return Optional.of(partition).filter(held::contains).map(stores::get).map(StoredRequests::new);
    }

    @Override
    public Optional<HeldJob> heldBy(String workerRun, String jobId) {
        return heartbeat.filter(job -> job.getJobId().equals(jobId));
    }

    static KeyValueStore<String, byte[]> open(int partition, Path stateDir) {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("requests"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        MockProcessorContext<String, Object> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, partition), stateDir.toFile());
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private KeyValueStore<String, byte[]> store(String request) {
        return stores.get(partition(request));
    }
}
