package dev.titorelli.stream;

import dev.titorelli.header.CloudEventHeaders;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** Writes the values of a sink, and into their headers what makes events CloudEvents. Safe for several threads. */
final class RecordWriter<V extends SpecificRecord> implements Serializer<V> {

    private final Topic<V> topic;
    private final AvroWriter<V> values;
    private final CloudEventHeaders cloudEvents;
    private final StreamTally tally;

    RecordWriter(Topic<V> topic, String prefix, Surroundings around) {
        this.topic = topic;
        this.values = AvroWriter.of(topic, prefix, around.registry());
        this.cloudEvents = CloudEventHeaders.of(topic, prefix);
        this.tally = around.tally();
    }

    @Override
    public byte[] serialize(String name, V value) {
        tally.written(topic, value);
        return values.write(value);
    }

    /** The headers are the record's own, which a serializer may add to. */
    @Override
    public byte[] serialize(String name, Headers headers, V value) {
        cloudEvents.addTo(headers, value);
        return serialize(name, value);
    }
}
