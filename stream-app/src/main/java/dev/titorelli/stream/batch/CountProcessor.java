package dev.titorelli.stream.batch;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.header.Trace;
import dev.titorelli.stream.batch.BatchRules.Counted;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import dev.titorelli.stream.row.BatchRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The node that keeps the counters of batch labels. Whatever comes first or twice, a seal or a count, each request counts
 * once, and a batch is told to be done once.
 */
public final class CountProcessor implements Processor<String, Arrived<BatchRecord>, String, SpecificRecord> {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final CountSettings settings;
    private ProcessorContext<String, SpecificRecord> context;
    private BatchRows rows;

    public CountProcessor(CountSettings settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> newContext) {
        context = newContext;
        rows = new BatchRows(
                context.getStateStore(settings.store()), settings.retention().toMillis());
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> rows.forget(now, FORGOTTEN_AT_ONCE));
    }

    @Override
    public void process(Record<String, Arrived<BatchRecord>> input) {
        Arrived<BatchRecord> arrived = input.value();
        Optional<String> complaint = BatchRules.complaint(arrived.value());
        if (complaint.isPresent()) {
            DeadLetter letter = DeadLetters.about(
                    arrived, FaultCode.NOT_ALLOWED, complaint.get(), Map.of(), context.currentSystemTimeMs());
            send(input.key(), letter, arrived.traceparent(), settings.graveyard());
        } else {
            take(arrived.value(), arrived.traceparent());
        }
    }

    private void take(BatchRecord word, String traceparent) {
        String batch = word.getTenant() + "/" + word.getBatch();
        BatchRow row = rows.find(batch).orElseGet(() -> opened(batch, word));
        if (word.getKind() == BatchRecordKind.SEALED) {
            BatchRules.seal(row, word.getExpected());
        } else {
            Counted before = rows.counted(batch, word.getRequestId());
            Counted now = BatchRules.count(row, word, before);
            if (now != before) {
                rows.mark(batch, word.getRequestId(), now);
            }
        }
        row.setLastAt(context.currentSystemTimeMs());
        if (row.getCompletedAt() == 0 && BatchRules.isDone(row)) {
            row.setCompletedAt(row.getLastAt());
            send(batch, completed(row), traceparent, settings.events());
        }
        rows.put(batch, row);
    }

    private BatchRow opened(String batch, BatchRecord word) {
        BatchRow row = BatchRules.opened(word, context.currentSystemTimeMs());
        rows.add(batch, row);
        return row;
    }

    private static Event completed(BatchRow row) {
        return Event.newBuilder()
                .setKind(EventKind.BATCH_COMPLETED)
                .setTenant(row.getTenant())
                .setRequestId("")
                .setSequence(1)
                .setAt(Instant.ofEpochMilli(row.getCompletedAt()))
                .setBatch(row.getBatch())
                .setRequests(BatchRules.ends(row))
                .build();
    }

    private void send(String key, SpecificRecord value, String traceparent, String sink) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), Trace.headers(traceparent)), sink);
    }
}
