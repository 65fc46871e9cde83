package dev.titorelli.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroReaderTest {

    /** A later version: one field more, one kind more, and one field with a default less. */
    private static final Schema LATER = parse(
            """
            {"type": "record", "name": "Control", "namespace": "dev.titorelli", "fields": [
              {"name": "urgent", "type": "boolean", "default": false},
              {"name": "kind", "type": {"type": "enum", "name": "ControlKind", "symbols": ["UNKNOWN", "CANCEL", "SEAL", "HURRY"],
                "default": "UNKNOWN"}, "default": "UNKNOWN"},
              {"name": "tenant", "type": "string"},
              {"name": "requestId", "type": "string", "default": ""}]}
            """);

    private static final Schema OTHER = parse(
            """
            {"type": "record", "name": "Picture", "namespace": "elsewhere", "fields": [{"name": "tenant", "type": "string"}]}
            """);

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroReader<Control> reader = AvroReader.of(Topics.CONTROL, registry);
    private final AvroWriter<Control> writer = AvroWriter.of(Topics.CONTROL, "titorelli.", registry);
    private final Control cancel = Control.newBuilder()
            .setKind(ControlKind.CANCEL)
            .setTenant("atelier")
            .setRequestId("heath-1")
            .build();

    @Test
    void readsWhatALaterVersionWrote() throws IOException {
        GenericRecord hurry = new GenericRecordBuilder(LATER)
                .set("urgent", true)
                .set("kind", new GenericData.EnumSymbol(LATER.getField("kind").schema(), "CANCEL"))
                .set("tenant", "atelier")
                .build();
        int id = registry.register("anywhere", LATER);

        assertThat(reader.read(framed(id, body(hurry))))
                .isEqualTo(new Decoded.Value<>(
                        Control.newBuilder(cancel).setRequestId("").build()));
    }

    @Test
    void readsAKindThatItDoesNotKnowAsUnknown() throws IOException {
        GenericRecord hurry = new GenericRecordBuilder(LATER)
                .set("kind", new GenericData.EnumSymbol(LATER.getField("kind").schema(), "HURRY"))
                .set("tenant", "atelier")
                .build();
        int id = registry.register("anywhere", LATER);

        assertThat(reader.read(framed(id, body(hurry)))).satisfies(read -> {
            assertThat(((Decoded.Value<Control>) read).value().getKind()).isEqualTo(ControlKind.UNKNOWN);
        });
    }

    @Test
    void findsNoValueUnreadable() {
        assertUnreadable(reader.read(null), "NOT_AVRO", "found no value");
    }

    @Test
    void findsShortBytesUnreadable() {
        assertUnreadable(reader.read(new byte[] {0, 0, 0}), "NOT_AVRO", "found 3 bytes");
    }

    @Test
    void findsJsonUnreadable() {
        assertUnreadable(reader.read(new byte[] {'{', '"', 'a', '"', ':', '1', '}'}), "NOT_AVRO", "first byte 0x7b");
    }

    @Test
    void findsAnUnknownSchemaIdUnreadable() {
        assertUnreadable(reader.read(framed(77, new byte[0])), "UNKNOWN_SCHEMA", "77");
    }

    @Test
    void findsAnotherRecordUnreadable() throws IOException {
        int id = registry.register("anywhere", OTHER);
        GenericRecord other = new GenericRecordBuilder(OTHER).set("tenant", "a").build();

        assertUnreadable(
                reader.read(framed(id, body(other))),
                "WRONG_SCHEMA",
                "written as elsewhere.Picture, expected dev.titorelli.Control");
    }

    @Test
    void findsASchemaThatIsNotAvroUnreadable() {
        AvroReader<Control> asking = readerOver(id -> {
            throw new SchemaRegistryException.NotAvro("a schema of type PROTOBUF");
        });

        assertUnreadable(asking.read(writer.write(cancel)), "WRONG_SCHEMA", "PROTOBUF");
    }

    @Test
    void findsHalfABodyUnreadable() {
        byte[] whole = writer.write(cancel);

        for (int length = 5; length < whole.length; length++) {
            assertUnreadable(reader.read(Arrays.copyOf(whole, length)), "NOT_AVRO", "dev.titorelli.Control");
        }
    }

    @Test
    void findsBytesAfterTheBodyUnreadable() {
        byte[] whole = writer.write(cancel);

        assertUnreadable(reader.read(Arrays.copyOf(whole, whole.length + 1)), "NOT_AVRO", "left over");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1 << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
    void findsLengthsThatNobodyCanHaveUnreadable(long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        encoder.writeEnum(1);
        encoder.writeLong(length);

        assertUnreadable(reader.read(framed(1, out.toByteArray())), "NOT_AVRO", "dev.titorelli.Control");
    }

    @Test
    void throwsNothingForAnyBytes() {
        writer.write(cancel);
        Random random = new Random(15);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);

            assertThat(reader.read(framed(1, body))).isNotInstanceOf(Decoded.NotYet.class);
        }
    }

    @Test
    void waitsForARegistryThatDoesNotAnswer() {
        AvroReader<Control> asking = readerOver(id -> {
            throw new SchemaRegistryException.Unavailable("connection refused", null);
        });

        assertThat(asking.read(writer.write(cancel))).isEqualTo(new Decoded.NotYet<>(1, "connection refused"));
    }

    @Test
    void waitsForARegistryThatRefusesTheReader() {
        AvroReader<Control> asking = readerOver(id -> {
            throw new SchemaRegistryException.Refused("401");
        });

        assertThat(asking.read(writer.write(cancel))).isInstanceOf(Decoded.NotYet.class);
    }

    @Test
    void asksForASchemaOnce() {
        int[] asked = {0};
        AvroReader<Control> asking = readerOver(id -> {
            asked[0]++;
            return registry.byId(id);
        });

        asking.read(writer.write(cancel));
        asking.read(writer.write(cancel));

        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void knowsASchemaOnceItHasReadIt() {
        byte[] bytes = writer.write(cancel);
        assertThat(reader.knowsSchemaOf(bytes)).isFalse();

        reader.read(bytes);

        assertThat(reader.knowsSchemaOf(bytes)).isTrue();
    }

    @Test
    void needsNoRegistryForBytesWithoutFrame() {
        assertThat(reader.knowsSchemaOf(new byte[] {1, 2, 3, 4, 5, 6})).isTrue();
        assertThat(reader.knowsSchemaOf(null)).isTrue();
    }

    private static AvroReader<Control> readerOver(IntFunction<Schema> byId) {
        return AvroReader.of(Topics.CONTROL, new ByIdOnly(byId));
    }

    /** A registry that is asked for ids only. */
    private record ByIdOnly(IntFunction<Schema> schemas) implements SchemaRegistry {
        @Override
        public Schema byId(int id) {
            return schemas.apply(id);
        }

        @Override
        public int register(String subject, Schema schema) {
            throw new AssertionError();
        }

        @Override
        public int lookUp(String subject, Schema schema) {
            throw new AssertionError();
        }

        @Override
        public RegisteredSchema latest(String subject) {
            throw new AssertionError();
        }

        @Override
        public boolean compatible(String subject, Schema schema) {
            throw new AssertionError();
        }

        @Override
        public Compatibility compatibility(String subject) {
            throw new AssertionError();
        }

        @Override
        public void setCompatibility(String subject, Compatibility compatibility) {
            throw new AssertionError();
        }
    }

    private static void assertUnreadable(Decoded<Control> read, String code, String message) {
        assertThat(read).isInstanceOfSatisfying(Decoded.Unreadable.class, unreadable -> {
            assertThat(unreadable.code()).isEqualTo(code);
            assertThat(unreadable.message()).contains(message);
        });
    }

    private static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    private static byte[] body(GenericRecord value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(value.getSchema()).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
