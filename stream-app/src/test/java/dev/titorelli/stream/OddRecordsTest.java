package dev.titorelli.stream;

import static dev.titorelli.stream.ModelFixture.aModel;
import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static dev.titorelli.stream.RequestFixture.storedInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.ModelBucket;
import dev.titorelli.Outcome;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.Stage;
import dev.titorelli.Violation;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that can be read and make no sense: a task that throws on one reads it again for ever. */
class OddRecordsTest {

    private static final int MOST_BYTES = 512 * 1024;

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
    void rejectsAnInputSizeWhoseDoubleIsNoInt() {
        Stage stage = stage("image", "<img><|image_1|></img>");
        stage.setInputs(List.of(storedInput(100, 100)));
        stage.setUseInputSize(true);
        stage.setMaxInputSizePx(1 << 30);

        rig.request(RequestFixture.aRequestWithoutStages().withStage(stage).build());

        assertThat(rig.eventKinds()).containsExactly(EventKind.REJECTED);
    }

    @Test
    void tellsOfARejectedRequestInRecordsThatFitATopicWhateverItsTexts() {
        GenerationRequest request = aRequest().inBatch("b".repeat(500_000)).build();

        rig.request(request);

        assertThat(sizes(Topics.BATCH)).allMatch(bytes -> bytes < MOST_BYTES);
        assertThat(rig.eventKinds()).containsExactly(EventKind.REJECTED);
    }

    @Test
    void tellsOfARequestThatIsTooLargeWithoutItsLabels() {
        GenerationRequest request = aRequest().build();
        request.getLabels().put("note", "x".repeat(500_000));

        rig.request(request);

        assertThat(sizes(Topics.EVENT)).hasSize(1).allMatch(bytes -> bytes < 1_000);
    }

    @Test
    void buriesTheStartOfAJobWithAnEndlessName() {
        Job job = Job.newBuilder()
                .setJobId("j".repeat(500_000))
                .setTenant("acme")
                .setRequestId("r1")
                .setStage("image")
                .build();

        rig.outcome(started(job, "w1"));

        assertThat(rig.records(Topics.JOB_CONTROL)).isEmpty();
        assertThat(rig.read(Topics.OUTCOME_DLQ)).extracting(DeadLetter::getCode).containsExactly("BAD_IDENTITY");
    }

    @Test
    void buriesAnOutcomeOfNoRun() {
        rig.request(aRequest().build());

        rig.outcome(succeeded(rig.job(), ""));

        assertThat(rig.eventKinds()).doesNotContain(EventKind.COMPLETED);
        assertThat(rig.read(Topics.OUTCOME_DLQ)).hasSize(1);
    }

    @Test
    void tellsOfAFailureInAsManyWordsAsAFinalEventHasRoomFor() {
        rig.request(aRequest().withImages(20).build());
        for (Job job : rig.jobs()) {
            Outcome wordy = failed(job, "w1", FaultCode.NON_FINITE);
            wordy.getFailure().setMessage("m".repeat(100_000));
            rig.outcome(wordy);
        }

        assertThat(sizes(Topics.EVENT)).allMatch(bytes -> bytes < MOST_BYTES);
    }

    @Test
    void buriesAJobForNoQueue() {
        QueueRecord enqueue = QueueRecord.newBuilder()
                .setKind(QueueRecordKind.ENQUEUE)
                .setQueue("nowhere")
                .setTenant("acme")
                .setRequestId("r1")
                .setJobId("acme/r1/image/0")
                .setJob(Job.newBuilder()
                        .setJobId("acme/r1/image/0")
                        .setTenant("acme")
                        .setRequestId("r1")
                        .setStage("image")
                        .setQueue("nowhere")
                        .build())
                .build();

        rig.send(Topics.QUEUE, "nowhere", enqueue);

        assertThat(rig.read(Topics.JOB_DLQ)).extracting(DeadLetter::getCode).containsExactly("BAD_IDENTITY");
        assertThat(rig.records(Topics.PLACEMENT)).isEmpty();
    }

    static Stream<Consumer<CatalogueEntry>> uselessEntries() {
        return Stream.of(
                entry -> entry.setAlias("Other Name"),
                entry -> entry.setLimits(null),
                entry -> entry.setDefaults(null),
                entry -> entry.setBuckets(List.of()),
                entry -> entry.setBuckets(List.of(new ModelBucket(-1, 0))),
                entry -> entry.setBuckets(List.of(new ModelBucket(Integer.MAX_VALUE, 0))),
                entry -> entry.getDefaults().setWidthPx(0),
                entry -> entry.getDefaults().setGuidanceScale(Double.NaN),
                entry -> entry.getDefaults().setTimeShift(Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @MethodSource("uselessEntries")
    void doesNotLearnAModelThatNoJobCanBePlannedWith(Consumer<CatalogueEntry> flaw) {
        CatalogueEntry entry = aModel("flawed");
        flaw.accept(entry);
        rig.send(Topics.MODEL, "flawed", entry);

        rig.request(aRequest().ofModel("flawed").build());

        Event rejected = rig.events().get(0);
        assertThat(rejected.getViolations()).extracting(Violation::getCode).contains("UNKNOWN_MODEL");
    }

    @Test
    void failsALaterStageThatFitsNoBucketAnyMore() {
        rig.request(
                aRequest().withStage(stageFrom("second", output("image", 0))).build());
        CatalogueEntry smaller = aModel("mini");
        smaller.setBuckets(List.of(new ModelBucket(16, 512)));
        rig.send(Topics.MODEL, "mini", smaller);

        rig.outcome(succeeded(rig.job(), "w1"));

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailure().getCode()).isEqualTo("WRONG_MODEL");
    }

    @Test
    void forgetsNobodyOverAHeartbeatUnderAForeignKey() {
        WorkerHeartbeat foreign = WorkerHeartbeat.newBuilder()
                .setWorkerRun("w9")
                .setCounter(1)
                .setAt(Rig.START)
                .build();
        rig.send(Topics.WORKER, "w8", foreign);
        rig.heartbeat("w1");

        for (int i = 0; i < 730; i++) {
            rig.heartbeat("w1");
            rig.ticks(1);
        }

        assertThat(rig.records(Topics.WORKER)).isEmpty();
    }

    private List<Integer> sizes(Topic<?> topic) {
        return rig.records(topic).stream()
                .map(sent -> sent.key().length + sent.value().length)
                .toList();
    }
}
