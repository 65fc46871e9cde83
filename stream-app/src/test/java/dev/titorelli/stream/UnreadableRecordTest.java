package dev.titorelli.stream;

import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableRecordTest {

    private static final byte[] GARBAGE = "no avro".getBytes(StandardCharsets.UTF_8);
    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void buriesBytesWithTheirOriginAndPayload() {
        rig.sendBytes(Topics.REQUEST, "some key", GARBAGE);

        List<DeadLetter> letters = rig.deadRequests();
        assertThat(letters).hasSize(1);
        DeadLetter letter = letters.get(0);
        assertThat(letter.getCode()).isEqualTo("NOT_AVRO");
        assertThat(letter.getTopic()).isEqualTo("titorelli.request.v1");
        assertThat(letter.getPartition()).isZero();
        assertThat(letter.getOffset()).isZero();
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap("some key".getBytes(StandardCharsets.UTF_8)));
        assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(GARBAGE));
    }

    @Test
    void buriesASchemaIdThatTheRegistryDoesNotHave() {
        byte[] unknown = ByteBuffer.allocate(10).put((byte) 0).putInt(999_999).array();
        rig.sendBytes(Topics.REQUEST, "k", unknown);

        assertThat(rig.deadRequests()).extracting(DeadLetter::getCode).containsExactly("UNKNOWN_SCHEMA");
    }

    @Test
    void buriesATombstone() {
        rig.sendBytes(Topics.REQUEST, "k", null);

        assertThat(rig.deadRequests()).extracting(DeadLetter::getCode).containsExactly("NOT_AVRO");
    }

    @Test
    void buriesOutcomesElsewhere() {
        rig.sendBytes(Topics.OUTCOME, "k", GARBAGE);

        assertThat(rig.deadRequests()).isEmpty();
        assertThat(rig.read(Topics.OUTCOME_DLQ)).hasSize(1);
    }

    @Test
    void keepsARecordUntilTheRegistryAnswers() {
        byte[] foreign = foreign(rig, aRequest().build());
        rig.registry.takeDown();
        rig.sendBytes(Topics.REQUEST, "k", foreign);
        rig.ticks(2);
        assertThat(rig.records(Topics.EVENT)).isEmpty();

        rig.registry.bringUp();
        rig.ticks(1);

        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
        assertThat(rig.deadRequests()).isEmpty();
    }

    @Test
    void asksASilentRegistryOnceAndNotOnceARecord() {
        byte[] foreign = foreign(rig, aRequest().build());
        rig.registry.takeDown();
        for (int i = 0; i < 50; i++) {
            rig.sendBytes(Topics.REQUEST, "k", foreign);
        }

        assertThat(rig.registry.askedInVain()).isEqualTo(1);
    }

    @Test
    void readsItsOwnSchemaWithoutTheRegistry() {
        rig.registry.takeDown();
        rig.request(aRequest().build());
        rig.registry.bringUp();

        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
    }

    @Test
    void goesOnWithOtherRecordsWhileASchemaIsAskedFor() {
        rig.asking.hold();
        rig.sendBytes(
                Topics.REQUEST, "k", foreign(rig, aRequest().called("foreign").build()));
        rig.request(aRequest().called("own").build());
        assertThat(rig.events()).extracting(Event::getRequestId).containsOnly("own");

        rig.asking.letGo();
        rig.ticks(1);

        assertThat(rig.events()).extracting(Event::getRequestId).containsOnly("foreign");
    }

    @Test
    void buriesWhatIsTooLargeToSendOn() {
        rig.sendBytes(Topics.REQUEST, "k".repeat(5000), new byte[600 * 1024]);

        List<DeadLetter> letters = rig.deadRequests();
        assertThat(letters).extracting(DeadLetter::getCode).containsExactly("TOO_LONG");
        assertThat(letters.get(0).getPayload().remaining()).isEqualTo(512 * 1024);
        assertThat(letters.get(0).getKey().remaining()).isEqualTo(1024);
    }

    /** The request as a later version writes it: with one more field, under a schema that this version has not seen. */
    static byte[] foreign(Rig rig, GenerationRequest request) {
        Schema ours = Topics.REQUEST.schema();
        List<Schema.Field> fields = new ArrayList<>();
        ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        Schema nothing = SchemaBuilder.unionOf().nullType().and().stringType().endUnion();
        fields.add(new Schema.Field("later", nothing, "Of a later version.", Schema.Field.NULL_DEFAULT_VALUE));
        Schema theirs = Schema.createRecord(ours.getName(), ours.getDoc(), ours.getNamespace(), false, fields);
        int id = rig.registry.register("titorelli.request.v1-value", theirs);
        byte[] known = rig.bytes(Topics.REQUEST, request);
        byte nullBranch = 0;
        return ByteBuffer.allocate(known.length + 1)
                .put((byte) 0)
                .putInt(id)
                .put(known, 5, known.length - 5)
                .put(nullBranch)
                .array();
    }
}
