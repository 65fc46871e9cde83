package dev.titorelli.stream.catalogue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Avro binary by this version's schema, for stores that are filled anew at every start. A value that was read may be handed
 * out again: it must not be changed.
 */
public final class PlainAvroSerde {

    private PlainAvroSerde() {}

    public static <V extends SpecificRecord> Serde<V> of(Class<V> type) {
        SpecificDatumWriter<V> writer = new SpecificDatumWriter<>(type);
        // Made once a thread: setting a reader up costs more than reading.
        ThreadLocal<Reading<V>> reading = ThreadLocal.withInitial(() -> new Reading<>(type));
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write(writer, value),
                (topic, bytes) -> bytes == null ? null : reading.get().read(bytes));
    }

    /** A store in memory answers with the array that it keeps: as long as that is the same one, so is the value. */
    private static final class Reading<V extends SpecificRecord> {

        private final SpecificDatumReader<V> reader;
        private byte[] last;
        private V value;

        Reading(Class<V> type) {
            reader = new SpecificDatumReader<>(type);
        }

        V read(byte[] bytes) {
            if (bytes != last) {
                value = PlainAvroSerde.read(reader, bytes);
                last = bytes;
            }
            return value;
        }
    }

    private static <V> byte[] write(SpecificDatumWriter<V> writer, V value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static <V> V read(SpecificDatumReader<V> reader, byte[] bytes) {
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
