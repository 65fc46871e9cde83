package dev.titorelli.serde;

import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes values in Confluent's wire format: a zero byte, the schema id in four bytes (big endian), Avro binary. The id is
 * asked for once, when the writer is made, so that writing never waits for the registry. Safe for several threads.
 *
 * <p>Format: https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
public final class AvroWriter<V extends SpecificRecord> implements Serializer<V> {

    /** Each has a buffer of its own, which costs more to make than most records to write. */
    private static final ThreadLocal<BinaryEncoder> ENCODER = new ThreadLocal<>();

    private final int schemaId;
    private final SpecificDatumWriter<V> datum;

    private AvroWriter(int schemaId, Topic<V> topic) {
        this.schemaId = schemaId;
        this.datum = new SpecificDatumWriter<>(topic.value());
    }

    /** Registers the topic's schema under its subject, or finds it there. */
    public static <V extends SpecificRecord> AvroWriter<V> of(Topic<V> topic, String prefix, SchemaRegistry registry) {
        return new AvroWriter<>(registry.register(topic.subject(prefix), topic.schema()), topic);
    }

    /** The framed bytes of a value; null for null, which is a tombstone. */
    public byte[] write(V value) {
        if (value == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        Framing.writeHeader(out, schemaId);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, ENCODER.get());
        ENCODER.set(encoder);
        try {
            datum.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public byte[] serialize(String topic, V value) {
        return write(value);
    }
}
