package dev.titorelli.stream.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {

    private KeyValueStore<String, byte[]> store;

    @BeforeEach
    void open(@TempDir Path stateDir) {
        store = TestStore.inMemory(stateDir).rows();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Rows<EarlyCancelRow> rows() {
        return new Rows<>(store, "early-cancel", EarlyCancelRow.class);
    }

    @Test
    void findsWhatItKept() {
        EarlyCancelRow row = new EarlyCancelRow("why", 7L);
        rows().put("acme/r1", row);

        assertThat(rows().find("acme/r1")).contains(row);
        assertThat(rows().find("acme/r2")).isEmpty();
    }

    @Test
    void readsTheRowsOfAnOlderVersion() throws IOException {
        Schema older = SchemaBuilder.record("EarlyCancelRow")
                .namespace("dev.titorelli.stream.row")
                .fields()
                .optionalString("gone")
                .requiredString("reason")
                .endRecord();
        keepAsOlderVersion(
                older, new GenericRecordBuilder(older).set("reason", "why").build());

        assertThat(rows().find("acme/r1")).contains(new EarlyCancelRow("why", 0L));
    }

    @Test
    void scansOneKindAndPrefixInOrder() {
        rows().put("acme/b", new EarlyCancelRow("b", 0L));
        rows().put("acme/a", new EarlyCancelRow("a", 0L));
        rows().put("other/c", new EarlyCancelRow("c", 0L));
        new Rows<>(store, "early-cancel-x", EarlyCancelRow.class).put("acme/d", new EarlyCancelRow("d", 0L));

        assertThat(rows().startingWith("acme/"))
                .extracting(EarlyCancelRow::getReason)
                .containsExactly("a", "b");
    }

    @Test
    void marksAreReadInOrderAfterOneOfThem() {
        Marks marks = new Marks(store, "timer");
        marks.put("3");
        marks.put("1");
        marks.put("2");

        assertThat(marks.after("", 2)).containsExactly("1", "2");
        assertThat(marks.after("2", 2)).containsExactly("3");
        assertThat(marks.between("", "2", 9)).containsExactly("1", "2");
    }

    private void keepAsOlderVersion(Schema schema, GenericRecord row) throws IOException {
        String fingerprint = "%016x".formatted(SchemaNormalization.parsingFingerprint64(schema));
        store.put("schema/" + fingerprint, schema.toString().getBytes(StandardCharsets.UTF_8));
        ByteBuffer encoded = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(row);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        store.put("early-cancel/acme/r1", bytes);
    }
}
