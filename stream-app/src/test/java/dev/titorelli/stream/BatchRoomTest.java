package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.stream.row.BatchRow;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batch labels from requests to the event that a batch is done. */
class BatchRoomTest {

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
    void tellsOnceThatASealedBatchIsDone() {
        complete("r1");
        seal(2L);
        complete("r2");
        seal(2L);

        List<Event> told = batchEvents();
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.getTenant()).isEqualTo("acme");
            assertThat(event.getBatch()).isEqualTo("spring");
            assertThat(event.getRequestId()).isEmpty();
            assertThat(event.getRequests()).containsEntry("completed", 2L).containsEntry("failed", 0L);
        });
    }

    @Test
    void countsWhenTheSealComesFirst() {
        seal(1L);
        complete("r1");

        assertThat(batchEvents()).hasSize(1);
    }

    @Test
    void countsARepeatedRequestOnce() {
        complete("r1");
        rig.request(aRequest().called("r1").inBatch("spring").build());
        complete("r1", BatchRecordKind.COMPLETED);

        assertThat(row().getCompleted()).isEqualTo(1);
        assertThat(row().getAccepted()).isEqualTo(1);
        assertThat(row().getImages()).isEqualTo(1);
    }

    @Test
    void countsARejectedRequest() {
        rig.request(aRequest().called("r1").inBatch("spring").withImages(0).build());
        seal(1L);

        assertThat(batchEvents()).singleElement().satisfies(event -> assertThat(event.getRequests())
                .containsEntry("rejected", 1L));
    }

    @Test
    void knowsItsCountersAfterARestart() {
        complete("r1");
        seal(2L);
        rig.restart();
        rig.announce();
        rig.heartbeat("w1");
        complete("r1", BatchRecordKind.COMPLETED);
        assertThat(batchEvents()).isEmpty();

        complete("r2", BatchRecordKind.COMPLETED);
        assertThat(batchEvents()).hasSize(1);
    }

    @Test
    void keepsLabelsOfOtherTenantsApart() {
        complete("r1");
        word("other", BatchRecordKind.COMPLETED, "r1");
        seal(2L);

        assertThat(batchEvents()).isEmpty();
    }

    @Test
    void sendsNothingForARequestWithoutLabel() {
        rig.request(aRequest().build());

        assertThat(rig.batchRecords()).isEmpty();
        assertThat(rig.keys("batches")).isEmpty();
    }

    @Test
    void buriesAWordThatItCantCount() {
        word("acme", BatchRecordKind.UNKNOWN, "r1");

        assertThat(rig.deadRequests()).singleElement().satisfies(letter -> assertThat(letter.getTopic())
                .isEqualTo("titorelli.batch.v1"));
        assertThat(rig.keys("batches")).isEmpty();
    }

    @Test
    void keepsCountersForAWeekAfterTheLastWord() {
        complete("r1");
        rig.pass(Duration.ofDays(6));
        word("acme", BatchRecordKind.ACCEPTED, "r2");
        rig.pass(Duration.ofDays(6));
        assertThat(row().getAccepted()).isEqualTo(2);

        rig.pass(Duration.ofDays(1));
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.keys("batches")).allMatch(key -> key.startsWith("schema/"));
    }

    @Test
    void forgetsALargeBatchPieceByPiece() {
        for (int i = 0; i < 2_500; i++) {
            word("acme", i % 2 == 0 ? BatchRecordKind.COMPLETED : BatchRecordKind.ACCEPTED, "r" + i);
        }
        rig.pass(Duration.ofDays(7));
        assertThat(marks()).isBetween(1L, 2_499L);

        rig.pass(Duration.ofSeconds(1));
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.keys("batches")).allMatch(key -> key.startsWith("schema/"));
    }

    private long marks() {
        return rig.keys("batches").stream()
                .filter(key -> key.startsWith("ended/") || key.startsWith("accepted/"))
                .count();
    }

    private void complete(String requestId) {
        rig.request(aRequest().called(requestId).inBatch("spring").build());
        rig.outcome(succeeded(rig.job(), "w1"));
    }

    /** The word alone, as REQUEST says it. */
    private void complete(String requestId, BatchRecordKind end) {
        word("acme", BatchRecordKind.ACCEPTED, requestId);
        word("acme", end, requestId);
    }

    private void word(String tenant, BatchRecordKind kind, String requestId) {
        BatchRecord word = BatchRecord.newBuilder()
                .setKind(kind)
                .setTenant(tenant)
                .setBatch("spring")
                .setRequestId(requestId)
                .setImages(1)
                .build();
        rig.send(Topics.BATCH, tenant + "/spring", word);
    }

    private void seal(Long expected) {
        Control seal = Control.newBuilder()
                .setKind(ControlKind.SEAL)
                .setTenant("acme")
                .setBatch("spring")
                .setExpected(expected)
                .build();
        rig.send(Topics.CONTROL, "acme/spring", seal);
    }

    private BatchRow row() {
        return new Rows<>(rig.store("batches"), "batch", BatchRow.class)
                .find("acme/spring")
                .orElseThrow();
    }

    private List<Event> batchEvents() {
        return rig.events().stream()
                .filter(event -> event.getKind() == EventKind.BATCH_COMPLETED)
                .toList();
    }
}
