package dev.titorelli.stream.queue;

import dev.titorelli.DeadLetter;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.header.Trace;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases every job to its job topic as it comes, and tells REQUEST so; refuses one whose topic is missing. It keeps no
 * backlog, so that there is nothing to withdraw, pause or purge.
 */
public final class ReleaseProcessor implements Processor<String, Arrived<QueueRecord>, String, SpecificRecord> {

    private static final Logger log = LoggerFactory.getLogger(ReleaseProcessor.class);

    private final String jobs;
    private final String placements;
    private final String graveyard;
    private final Predicate<QueueName> hasTopic;
    private ProcessorContext<String, SpecificRecord> context;

    /**
     * @param jobs sink of jobs
     * @param placements sink of placements
     * @param graveyard sink of dead letters
     * @param hasTopic whether a queue's job topic is there
     */
    public ReleaseProcessor(String jobs, String placements, String graveyard, Predicate<QueueName> hasTopic) {
        this.jobs = jobs;
        this.placements = placements;
        this.graveyard = graveyard;
        this.hasTopic = hasTopic;
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
        } else if (hasTopic.test(QueueName.parse(word.getQueue()))) {
            send(word.getJobId(), word.getJob(), input.value().traceparent(), jobs);
            answer(input, placement(word, PlacementKind.RELEASED).build());
        } else {
            log.atWarn()
                    .addKeyValue("queue", word.getQueue())
                    .addKeyValue("jobId", word.getJobId())
                    .log("refused a job: the queue's topic is missing, './titorelli setup --model DIR' makes it");
            String reason = FaultCode.NOT_SET_UP.name();
            answer(
                    input,
                    placement(word, PlacementKind.REFUSED).setReason(reason).build());
        }
    }

    private void answer(Record<String, Arrived<QueueRecord>> input, Placement placement) {
        String request = placement.getTenant() + "/" + placement.getRequestId();
        send(request, placement, input.value().traceparent(), placements);
    }

    private Placement.Builder placement(QueueRecord word, PlacementKind kind) {
        return Placement.newBuilder()
                .setKind(kind)
                .setTenant(word.getTenant())
                .setRequestId(word.getRequestId())
                .setJobId(word.getJobId())
                .setAttempt(word.getAttempt())
                .setQueue(word.getQueue())
                .setAt(Instant.ofEpochMilli(context.currentSystemTimeMs()))
                // Every field is set: to look up and copy a default costs the builder more than to write it.
                .setPosition(null)
                .setEstimatedStartMs(null)
                .setReason("")
                .setRetryAfterMs(null);
    }

    private void send(String key, SpecificRecord value, String traceparent, String sink) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), Trace.headers(traceparent)), sink);
    }
}
