package dev.titorelli.worker.outcome;

import dev.titorelli.DeadLetter;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.run.RunTally;
import dev.titorelli.worker.run.SourceRecord;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what could not be read or done to {@code job.v1.dlq}, with reason, origin and payload. */
public final class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final RecordSender sender;
    private final String workerRun;
    private final RunTally tally;
    private final Clock clock;

    /** Nobody counts. */
    public DeadLetters(RecordSender sender, String workerRun, Clock clock) {
        this(sender, workerRun, RunTally.silent(), clock);
    }

    public DeadLetters(RecordSender sender, String workerRun, RunTally tally, Clock clock) {
        this.tally = tally;
        this.sender = sender;
        this.workerRun = workerRun;
        this.clock = clock;
        sender.prepare(Topics.JOB_DLQ);
    }

    /** Writes a letter; the answer is done when the broker has it. */
    public CompletableFuture<RecordMetadata> write(SourceRecord source, String code, String message) {
        log.atWarn()
                .addKeyValue("topic", source.topic())
                .addKeyValue("partition", source.partition())
                .addKeyValue("offset", source.offset())
                .addKeyValue("code", code)
                .log("dead letter");
        tally.deadLetter();
        return sender.send(Topics.JOB_DLQ, null, source.key(), letter(source, code, message), source.traceparent());
    }

    DeadLetter letter(SourceRecord source, String code, String message) {
        return DeadLetter.newBuilder()
                .setCode(code)
                .setMessage(message)
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .setKey(wrapped(source.key()))
                .setPayload(wrapped(source.value()))
                .setProducer(workerRun)
                .setAt(clock.instant())
                .build();
    }

    private static ByteBuffer wrapped(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
