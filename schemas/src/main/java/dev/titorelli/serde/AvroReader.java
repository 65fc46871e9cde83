package dev.titorelli.serde;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.topic.Topic;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values in Confluent's wire format into this version's classes, whatever compatible schema they were written
 * with. Writer schemas are kept by id. Safe for several threads.
 */
public final class AvroReader<V extends SpecificRecord> {

    private final Schema expected;
    private final SchemaRegistry registry;
    private final Map<Integer, Writer<V>> writers = new ConcurrentHashMap<>();

    private AvroReader(Schema expected, SchemaRegistry registry) {
        this.expected = expected;
        this.registry = registry;
    }

    /**
     * A schema that somebody wrote with, and whether this version can read it.
     *
     * @param reader made once a thread: matching two schemas costs more than reading a record
     */
    private record Writer<V>(Schema schema, boolean isReadable, ThreadLocal<SpecificDatumReader<V>> reader) {}

    /** A reader of a topic's values. */
    public static <V extends SpecificRecord> AvroReader<V> of(Topic<V> topic, SchemaRegistry registry) {
        // The generated class's own schema: it says that texts become Strings.
        return new AvroReader<>(SpecificData.get().getSchema(topic.value()), registry);
    }

    /** Whether these bytes can be read, or found unreadable, without asking the registry. */
    public boolean knowsSchemaOf(byte[] bytes) {
        return !Framing.isFramed(bytes) || writers.containsKey(Framing.schemaId(bytes));
    }

    /**
     * Reads framed bytes; asks the registry when the schema id is new, which may take its time-out. Bytes may come from
     * anybody: whatever they are, nothing is thrown.
     *
     * @param bytes a record's value; null is unreadable
     */
    public Decoded<V> read(byte[] bytes) {
        if (!Framing.isFramed(bytes)) {
            return unreadable(
                    FaultCode.NOT_AVRO,
                    "expected a zero byte and a 4-byte schema id before the Avro body, found " + start(bytes));
        }
        int id = Framing.schemaId(bytes);
        try {
            return readBody(bytes, writer(id));
        } catch (SchemaRegistryException.NotFound e) {
            return unreadable(FaultCode.UNKNOWN_SCHEMA, "schema id " + id + " is not in the registry");
        } catch (SchemaRegistryException.NotAvro e) {
            return unreadable(FaultCode.WRONG_SCHEMA, "schema id " + id + ": " + e.getMessage());
        } catch (SchemaRegistryException e) {
            return new Decoded.NotYet<>(id, e.getMessage());
        }
    }

    private Writer<V> writer(int id) {
        Writer<V> known = writers.get(id);
        if (known != null) {
            return known;
        }
        Schema schema = registry.byId(id);
        Writer<V> asked = new Writer<>(
                schema, isReadable(schema), ThreadLocal.withInitial(() -> new SpecificDatumReader<>(schema, expected)));
        writers.put(id, asked);
        return asked;
    }

    private boolean isReadable(Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(expected, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private Decoded<V> readBody(byte[] bytes, Writer<V> writer) {
        String written = writer.schema().getFullName();
        if (!writer.isReadable()) {
            return unreadable(FaultCode.WRONG_SCHEMA, "written as " + written + ", expected " + expected.getFullName());
        }
        int length = bytes.length - Framing.HEADER_BYTES;
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, Framing.HEADER_BYTES, length, null);
        try {
            V value = writer.reader().get().read(null, decoder);
            return decoder.isEnd()
                    ? new Decoded.Value<>(value)
                    : unreadable(FaultCode.NOT_AVRO, "bytes are left over after the Avro binary form of " + written);
        } catch (IOException | RuntimeException e) {
            // Avro has no exception of its own for bad bytes: lengths alone give five different ones.
            return unreadable(FaultCode.NOT_AVRO, "not the Avro binary form of " + written + ": " + e);
        }
    }

    private Decoded<V> unreadable(FaultCode code, String message) {
        return new Decoded.Unreadable<>(code.name(), message);
    }

    private static String start(byte[] bytes) {
        if (bytes == null) {
            return "no value";
        }
        return bytes.length < Framing.HEADER_BYTES ? bytes.length + " bytes" : "first byte 0x%02x".formatted(bytes[0]);
    }
}
