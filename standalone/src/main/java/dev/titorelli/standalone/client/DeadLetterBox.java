package dev.titorelli.standalone.client;

import dev.titorelli.DeadLetter;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.client.TopicReading.Span;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks into the dead letters. For one thread. */
public final class DeadLetterBox implements AutoCloseable {

    private static final int SMALLEST_WINDOW = 64;

    private final TopicReading reading;
    private final String prefix;
    private final AvroReader<DeadLetter> reader;

    DeadLetterBox(Addresses addresses, SchemaRegistry registry) {
        this.reading = new TopicReading(addresses);
        this.prefix = addresses.prefix();
        this.reader = AvroReader.of(DeadLetterTopic.REQUEST.topic(), registry);
    }

    /**
     * The newest letters, the newest first, without their payloads.
     *
     * @param since only those of then or later; null for all
     */
    public List<BuriedRecord> newest(Collection<DeadLetterTopic> topics, Instant since, int limit) {
        List<BuriedRecord> found = new ArrayList<>();
        for (DeadLetterTopic topic : topics) {
            for (Span span : reading.spans(topic.topic().name(prefix), since)) {
                found.addAll(last(topic, span, limit));
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(
                                (BuriedRecord buried) -> buried.letter().getAt())
                        .reversed())
                .limit(limit)
                .toList();
    }

    /** A letter with its payload; empty when nothing lies there, or no longer. */
    public Optional<BuriedRecord> find(LetterId id) {
        List<BuriedRecord> found = new ArrayList<>();
        reading.spans(id.topic().topic().name(prefix)).stream()
                .filter(span -> span.partition().partition() == id.partition())
                .filter(span -> span.from() <= id.offset() && id.offset() < span.to())
                .forEach(span -> reading.read(
                        new Span(span.partition(), id.offset(), id.offset() + 1),
                        record -> found.add(read(id.topic(), record))));
        return found.stream().findFirst();
    }

    /** Offsets have gaps where transactions ended, so it looks further and further back. */
    private List<BuriedRecord> last(DeadLetterTopic topic, Span span, int limit) {
        List<BuriedRecord> found = new ArrayList<>();
        long to = span.to();
        for (long window = Math.max(SMALLEST_WINDOW, 2L * limit);
                to > span.from() && found.size() < limit;
                window *= 4) {
            long from = Math.max(span.from(), to - window);
            List<BuriedRecord> earlier = new ArrayList<>();
            reading.read(
                    new Span(span.partition(), from, to),
                    record -> earlier.add(read(topic, record).withoutPayload()));
            found.addAll(0, earlier);
            to = from;
        }
        return found;
    }

    private BuriedRecord read(DeadLetterTopic topic, ConsumerRecord<byte[], byte[]> record) {
        LetterId id = new LetterId(topic, record.partition(), record.offset());
        Decoded<DeadLetter> decoded = reader.read(record.value());
        if (decoded instanceof Decoded.Value<DeadLetter> letter) {
            return BuriedRecord.of(id, letter.value());
        }
        if (decoded instanceof Decoded.Unreadable<DeadLetter> unreadable) {
            return BuriedRecord.of(id, strange(record, unreadable));
        }
        throw new UnreachableException(
                "the schema registry does not answer: " + ((Decoded.NotYet<DeadLetter>) decoded).message(), null);
    }

    /** A record that is no letter still lies there, and is shown. */
    private static DeadLetter strange(
            ConsumerRecord<byte[], byte[]> record, Decoded.Unreadable<DeadLetter> unreadable) {
        return DeadLetter.newBuilder()
                .setCode(unreadable.code())
                .setMessage("this is no dead letter: " + unreadable.message())
                .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
                .setPayload(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                .setAt(Instant.ofEpochMilli(record.timestamp()))
                .build();
    }

    @Override
    public void close() {
        reading.close();
    }
}
