package dev.titorelli.serde;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.topic.Topic;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values in Confluent's wire format into this version's classes, whatever compatible schema they were written
 * with. Writer schemas are kept by id. Safe for several threads.
 */
public final class AvroReader<V extends SpecificRecord> {

    private final Schema expected;
    private final SchemaRegistry registry;
    private final Map<Integer, Schema> writers = new ConcurrentHashMap<>();

    private AvroReader(Schema expected, SchemaRegistry registry) {
        this.expected = expected;
        this.registry = registry;
    }

    /** A reader of a topic's values. */
    public static <V extends SpecificRecord> AvroReader<V> of(Topic<V> topic, SchemaRegistry registry) {
        return new AvroReader<>(topic.schema(), registry);
    }

    /** Whether these bytes can be read without asking the registry. */
    public boolean knowsSchemaOf(byte[] bytes) {
        return !Framing.isFramed(bytes) || writers.containsKey(Framing.schemaId(bytes));
    }

    /** Reads framed bytes; asks the registry when the schema id is new, which may take its time-out. */
    public Decoded<V> read(byte[] bytes) {
        if (bytes == null || !Framing.isFramed(bytes)) {
            return unreadable(
                    FaultCode.NOT_AVRO,
                    "expected a zero byte and a 4-byte schema id before the Avro body, found " + start(bytes));
        }
        int id = Framing.schemaId(bytes);
        try {
            return readBody(bytes, writerSchema(id));
        } catch (SchemaRegistryException.NotFound e) {
            return unreadable(FaultCode.UNKNOWN_SCHEMA, "schema id " + id + " is not in the registry");
        } catch (SchemaRegistryException.NotAvro e) {
            return unreadable(FaultCode.WRONG_SCHEMA, "schema id " + id + ": " + e.getMessage());
        } catch (SchemaRegistryException e) {
            return new Decoded.NotYet<>(id, e.getMessage());
        }
    }

    private Schema writerSchema(int id) {
        Schema known = writers.get(id);
        if (known != null) {
            return known;
        }
        Schema asked = registry.byId(id);
        writers.put(id, asked);
        return asked;
    }

    private Decoded<V> readBody(byte[] bytes, Schema writer) {
        if (!isReadable(writer)) {
            return unreadable(
                    FaultCode.WRONG_SCHEMA,
                    "written as " + writer.getFullName() + ", expected " + expected.getFullName());
        }
        int length = bytes.length - Framing.HEADER_BYTES;
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, Framing.HEADER_BYTES, length, null);
        try {
            V value = new SpecificDatumReader<V>(writer, expected).read(null, decoder);
            return decoder.isEnd() ? new Decoded.Value<>(value) : unreadable(FaultCode.NOT_AVRO, "bytes left over");
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            return unreadable(FaultCode.NOT_AVRO, "not the Avro binary form of " + writer.getFullName() + ": " + e);
        }
    }

    private boolean isReadable(Schema writer) {
        return writer.equals(expected)
                || SchemaCompatibility.checkReaderWriterCompatibility(expected, writer)
                                .getType()
                        == SchemaCompatibilityType.COMPATIBLE;
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
