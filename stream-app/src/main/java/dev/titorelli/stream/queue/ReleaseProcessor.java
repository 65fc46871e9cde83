package dev.titorelli.stream.queue;

import dev.titorelli.DeadLetter;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import dev.titorelli.stream.decode.Trace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Releases every job to its job topic as it comes, and tells REQUEST so. It keeps no backlog, so that there is nothing to
 * withdraw, pause or purge.
 */
public final class ReleaseProcessor implements Processor<String, Arrived<QueueRecord>, String, SpecificRecord> {

    private final String jobs;
    private final String placements;
    private final String graveyard;
    private ProcessorContext<String, SpecificRecord> context;

    /**
     * @param jobs sink of jobs
     * @param placements sink of placements
     * @param graveyard sink of dead letters
     */
    public ReleaseProcessor(String jobs, String placements, String graveyard) {
        this.jobs = jobs;
        this.placements = placements;
        this.graveyard = graveyard;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<String, Arrived<QueueRecord>> input) {
        QueueRecord word = input.value().value();
        if (word.getKind() != QueueRecordKind.ENQUEUE) {
            return;
        }
        Optional<String> complaint = EnqueueRules.complaint(word);
        if (complaint.isPresent()) {
            DeadLetter letter = DeadLetters.about(
                    input.value(), FaultCode.BAD_IDENTITY, complaint.get(), Map.of(), context.currentSystemTimeMs());
            send(input.key(), letter, input.value().traceparent(), graveyard);
        } else {
            send(word.getJobId(), word.getJob(), input.value().traceparent(), jobs);
            String request = word.getTenant() + "/" + word.getRequestId();
            send(request, released(word), input.value().traceparent(), placements);
        }
    }

    private Placement released(QueueRecord word) {
        return Placement.newBuilder()
                .setKind(PlacementKind.RELEASED)
                .setTenant(word.getTenant())
                .setRequestId(word.getRequestId())
                .setJobId(word.getJobId())
                .setAttempt(word.getAttempt())
                .setQueue(word.getQueue())
                .setAt(Instant.ofEpochMilli(context.currentSystemTimeMs()))
                .build();
    }

    private void send(String key, SpecificRecord value, String traceparent, String sink) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), Trace.headers(traceparent)), sink);
    }
}
