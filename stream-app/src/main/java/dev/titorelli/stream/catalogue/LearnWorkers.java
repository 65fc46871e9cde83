package dev.titorelli.stream.catalogue;

import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.serde.AvroReader;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the last two heartbeats of every worker run in the global store, and notes how far worker.v1 was read. */
public final class LearnWorkers implements Processor<String, byte[], Void, Void> {

    private final String store;
    private final String topic;
    private final GlobalReader<WorkerHeartbeat> reader;
    private final WorkerPosition position;
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<String, WorkerHeartbeat> workers;

    public LearnWorkers(String store, String topic, AvroReader<WorkerHeartbeat> reader, WorkerPosition position) {
        this.store = store;
        this.topic = topic;
        this.reader = new GlobalReader<>(reader);
        this.position = position;
    }

    @Override
    public void init(ProcessorContext<Void, Void> newContext) {
        context = newContext;
        workers = newContext.getStateStore(store);
    }

    @Override
    public void process(Record<String, byte[]> input) {
        if (input.key() != null) {
            learn(input.key(), input.value());
        }
        context.recordMetadata().ifPresent(metadata -> position.readUpTo(metadata.offset() + 1));
    }

    private void learn(String run, byte[] value) {
        if (value == null) {
            workers.delete(run);
            workers.delete(Workers.beforeKey(run));
            return;
        }
        // A run that its key does not name could not be found again, nor forgotten.
        reader.read(topic, value).filter(read -> isOf(run, read)).ifPresent(heartbeat -> {
            WorkerHeartbeat last = workers.get(run);
            if (last == null || last.getCounter() < heartbeat.getCounter()) {
                workers.put(run, heartbeat);
                if (last != null) {
                    workers.put(Workers.beforeKey(run), last);
                }
            }
        });
    }

    private static boolean isOf(String run, WorkerHeartbeat heartbeat) {
        return heartbeat.getWorkerRun().equals(run) && !run.contains("/");
    }
}
