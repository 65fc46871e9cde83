package dev.titorelli.stream;

import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.EventKind;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
        rig.registry.takeDown();
        rig.request(aRequest().build());
        rig.ticks(2);
        assertThat(rig.records(Topics.EVENT)).isEmpty();

        rig.registry.bringUp();
        rig.ticks(1);

        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
        assertThat(rig.deadRequests()).isEmpty();
    }

    @Test
    void asksASilentRegistryOnceAndNotOnceARecord() {
        rig.registry.takeDown();
        for (int i = 0; i < 50; i++) {
            rig.request(aRequest().called("r" + i).build());
        }

        assertThat(rig.registry.askedInVain()).isEqualTo(1);
    }
}
