package dev.titorelli.stream.decode;

import dev.titorelli.DeadLetter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.UndecodedRow;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes in, values out. What can't be read becomes a dead letter; what can't be read yet is kept and tried again by
 * timer, so that order across that is not promised.
 */
public final class DecodeProcessor<V extends SpecificRecord> implements Processor<byte[], byte[], String, Object> {

    private static final Logger log = LoggerFactory.getLogger(DecodeProcessor.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int RETRIED_AT_ONCE = 100;

    private final DecodeNode<V> node;
    private ProcessorContext<String, Object> context;
    private Rows<UndecodedRow> undecoded;
    private int waiting;

    public DecodeProcessor(DecodeNode<V> node) {
        this.node = node;
    }

    @Override
    public void init(ProcessorContext<String, Object> newContext) {
        context = newContext;
        undecoded = new Rows<>(context.getStateStore(node.store()), "record", UndecodedRow.class);
        keepCount(undecoded.countStartingWith(node.name() + "/"));
        context.schedule(RETRY, PunctuationType.WALL_CLOCK_TIME, now -> retry());
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a source record has a topic and an offset"));
        Origin origin = new Origin(metadata.topic(), metadata.partition(), metadata.offset());
        Raw raw = Raw.of(origin, input);
        if (raw.isOversized()) {
            bury(raw.oversized(), raw.cut());
            return;
        }
        Decoded<V> decoded = node.asker().decode(raw.payload(), context.currentSystemTimeMs());
        if (decoded instanceof Decoded.NotYet<V> notYet) {
            keep(raw, notYet);
        } else {
            settle(decoded, raw);
        }
    }

    private void retry() {
        for (KeyValue<String, UndecodedRow> entry : undecoded.entriesStartingWith(node.name() + "/", RETRIED_AT_ONCE)) {
            Raw raw = Raw.of(entry.value);
            Decoded<V> decoded = node.asker().decode(raw.payload(), context.currentSystemTimeMs());
            if (!(decoded instanceof Decoded.NotYet<V>)) {
                undecoded.delete(entry.key);
                keepCount(waiting - 1);
                settle(decoded, raw);
            }
        }
    }

    private void settle(Decoded<V> decoded, Raw raw) {
        if (decoded instanceof Decoded.Value<V> read) {
            Arrived<V> arrived = new Arrived<>(read.value(), raw.origin(), raw.key(), raw.payload(), raw.traceparent());
            node.tally().read(read.value());
            context.forward(raw.record(arrived), node.ways().next());
        } else if (decoded instanceof Decoded.Unreadable<V> unreadable) {
            bury(unreadable, raw);
        }
    }

    private void bury(Decoded.Unreadable<V> unreadable, Raw raw) {
        DeadLetter letter =
                DeadLetters.about(raw.origin(), unreadable.code(), unreadable.message(), context.currentSystemTimeMs());
        letter.setKey(DeadLetters.wrap(raw.key()));
        letter.setPayload(DeadLetters.wrap(raw.payload()));
        log.atWarn()
                .addKeyValue("topic", raw.origin().topic())
                .addKeyValue("partition", raw.origin().partition())
                .addKeyValue("offset", raw.origin().offset())
                .addKeyValue("code", unreadable.code())
                .log("buried a record that can't be read");
        context.forward(raw.record(letter), node.ways().graveyard());
    }

    private void keep(Raw raw, Decoded.NotYet<V> notYet) {
        Origin origin = raw.origin();
        log.atWarn()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("schemaId", notYet.schemaId())
                .log("kept a record until the registry answers: {}", notYet.message());
        String key = "%s/%05d/%019d/%s".formatted(node.name(), origin.partition(), origin.offset(), origin.topic());
        undecoded.put(key, raw.row());
        keepCount(waiting + 1);
    }

    private void keepCount(int records) {
        waiting = records;
        node.tally().waiting(node.name(), context.taskId().toString(), records);
    }

    @Override
    public void close() {
        keepCount(0);
    }
}
