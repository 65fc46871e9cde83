package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.Notice;
import dev.titorelli.OutcomeKind;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.Violation;
import dev.titorelli.stream.request.RetentionSettings;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLifecycleTest {

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
    void tellsEveryReasonOfARejectionAtOnce() {
        rig.request(aRequest().withSize(100, 100).withImages(0).build());

        Event rejected = onlyEvent();
        assertThat(rejected.getKind()).isEqualTo(EventKind.REJECTED);
        assertThat(rejected.getViolations())
                .extracting(Violation::getPath)
                .contains("stages[0].size.widthPx", "stages[0].size.heightPx", "stages[0].images");
        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void saysNothingNewWhenTheSameRequestComesAgain() {
        rig.request(aRequest().build());
        rig.events();
        rig.jobs();

        rig.request(aRequest().build());

        assertThat(rig.events()).isEmpty();
        assertThat(rig.jobs()).isEmpty();
        assertThat(rig.deadRequests()).isEmpty();
    }

    @Test
    void buriesAnotherBodyUnderTheSameIdentityWithBothDigests() {
        rig.request(aRequest().build());
        rig.events();

        rig.request(aRequest().withPrompt("another landscape").build());

        List<DeadLetter> letters = rig.deadRequests();
        assertThat(letters).extracting(DeadLetter::getCode).containsExactly("ID_CONFLICT");
        assertThat(letters.get(0).getDetails()).containsKeys("earlierDigest", "laterDigest");
        assertThat(letters.get(0).getPayload()).isNotNull();
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void buriesARequestOfBadIdentity() {
        rig.send(Topics.REQUEST, "x", aRequest().ofTenant("ACME").build());

        assertThat(rig.deadRequests()).extracting(DeadLetter::getCode).containsExactly("BAD_IDENTITY");
    }

    @Test
    void cancelsAtOnceWhereverTheJobIs() {
        rig.request(aRequest().build());
        Job job = rig.job();
        rig.outcome(started(job, "w1"));
        rig.events();
        rig.read(Topics.QUEUE);

        rig.cancel("r1");

        Event cancelled = onlyEvent();
        assertThat(cancelled.getKind()).isEqualTo(EventKind.CANCELLED);
        assertThat(cancelled.getReason()).isEqualTo("changed my mind");
        assertThat(rig.commands()).extracting(JobControl::getKind).containsExactly(JobControlKind.CANCEL);
        assertThat(rig.read(Topics.QUEUE)).extracting(QueueRecord::getKind).containsExactly(QueueRecordKind.WITHDRAW);
    }

    @Test
    void endsOnlyOnce() {
        rig.request(aRequest().build());
        Job job = rig.job();
        rig.cancel("r1");
        rig.events();

        rig.cancel("r1");
        rig.outcome(succeeded(job, "w1"));

        assertThat(rig.events()).isEmpty();
    }

    @Test
    void keepsACancelThatComesBeforeItsRequest() {
        rig.cancel("r1");

        rig.request(aRequest().build());

        assertThat(rig.eventKinds()).containsExactly(EventKind.ACCEPTED, EventKind.CANCELLED);
        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void forgetsAnEarlyCancelAfterTenMinutes() {
        rig.cancel("r1");
        rig.pass(Duration.ofMinutes(10));

        rig.request(aRequest().build());

        assertThat(rig.eventKinds()).containsExactly(EventKind.ACCEPTED, EventKind.QUEUED);
    }

    @Test
    void keepsAnEarlyCancelThatWasSaidAgainForItsOwnTime() {
        rig.cancel("r1");
        rig.pass(Duration.ofMinutes(5));
        rig.cancel("r1");
        rig.pass(Duration.ofMinutes(6));

        rig.request(aRequest().build());

        assertThat(rig.eventKinds()).containsExactly(EventKind.ACCEPTED, EventKind.CANCELLED);
    }

    @Test
    void acceptsAnotherRequestOnceTheModelIsAnnounced() {
        rig.request(aRequest().called("early").ofModel("later").build());
        rig.send(Topics.MODEL, "later", ModelFixture.aModel("later"));

        rig.request(aRequest().called("early").ofModel("later").build());
        rig.request(aRequest().called("late").ofModel("later").build());

        assertThat(rig.eventKinds()).containsExactly(EventKind.REJECTED, EventKind.ACCEPTED, EventKind.WAITING);
    }

    @Test
    void expiresAtTheDeadline() {
        rig.request(aRequest().withDeadline(rig.now().plusSeconds(60)).build());
        rig.events();

        rig.pass(Duration.ofSeconds(59));
        assertThat(rig.events()).isEmpty();
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.eventKinds()).containsExactly(EventKind.EXPIRED);
        assertThat(rig.commands()).extracting(JobControl::getKind).containsExactly(JobControlKind.CANCEL);
    }

    @Test
    void doesNotExpireWhatHasEnded() {
        rig.request(aRequest().withDeadline(rig.now().plusSeconds(60)).build());
        rig.outcome(succeeded(rig.job(), "w1"));
        rig.events();

        rig.pass(Duration.ofSeconds(61));

        assertThat(rig.events()).isEmpty();
    }

    @Test
    void forgetsAnEndedRequestAfterItsRetention() {
        rig.request(aRequest().build());
        rig.outcome(succeeded(rig.job(), "w1"));
        rig.events();

        rig.pass(Duration.ofDays(1));
        rig.request(aRequest().build());

        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
    }

    /** With its changelog compacted; a record's own head and place in a batch are at most about 30 bytes. */
    @Test
    void aFinishedRequestWithOneImageIsKeptInLessThanTwoKibibytes() {
        rig.request(aRequest().withPrompt("a heath landscape ".repeat(50)).build());
        rig.outcome(succeeded(rig.job(), "w1"));

        Map<String, byte[]> left = new TreeMap<>(rig.rows().get("requests"));
        left.keySet().removeIf(key -> !key.contains("acme/r1"));

        assertThat(left.keySet()).hasSize(3);
        assertThat(left.entrySet().stream()
                        .mapToInt(row -> row.getKey().length() + row.getValue().length + 30)
                        .sum())
                .isLessThan(2_048);
    }

    @Test
    void remembersNoMoreEndedRequestsThanItMay(@TempDir Path otherDir) {
        StreamSettings settings = StreamSettings.of("nowhere:1", otherDir)
                .withRetention(RetentionSettings.DEFAULTS.remembering(Duration.ofDays(1), 3));
        try (Rig small = new Rig(settings, 1)) {
            small.announce();
            for (int i = 0; i < 5; i++) {
                small.request(aRequest().called("r" + i).build());
                small.outcome(succeeded(small.job(), "w1"));
                small.pass(Duration.ofSeconds(1));
            }
            assertThat(small.keys("requests"))
                    .filteredOn(key -> key.startsWith("request/"))
                    .containsExactly("request/acme/r2", "request/acme/r3", "request/acme/r4");
            assertThat(small.keys("requests"))
                    .filteredOn(key -> key.startsWith("ended/") || key.startsWith("image/"))
                    .hasSize(6);
        }
    }

    @Test
    void waitsForAWorkerThatServesTheQueue(@TempDir Path otherDir) {
        try (Rig lonely = Rig.withModel(otherDir)) {
            lonely.request(aRequest().build());
            List<Event> events = lonely.events();
            assertThat(events).extracting(Event::getKind).containsExactly(EventKind.ACCEPTED, EventKind.WAITING);
            assertThat(events.get(1).getReason()).isEqualTo("NO_CAPACITY");

            lonely.heartbeat("w1");
            lonely.ticks(2);

            assertThat(lonely.eventKinds()).containsExactly(EventKind.QUEUED);
        }
    }

    @Test
    void countsARequestUnderItsBatchLabel() {
        rig.request(aRequest().inBatch("spring").build());
        rig.outcome(succeeded(rig.job(), "w1"));

        List<BatchRecord> counted = rig.batchRecords();
        assertThat(counted)
                .extracting(BatchRecord::getKind)
                .containsExactly(BatchRecordKind.ACCEPTED, BatchRecordKind.COMPLETED);
        assertThat(counted.get(1).getImages()).isEqualTo(1);
    }

    @Test
    void tellsTheCountersThatABatchIsSealed() {
        Control seal = Control.newBuilder()
                .setKind(ControlKind.SEAL)
                .setTenant("acme")
                .setBatch("spring")
                .setExpected(7L)
                .build();
        rig.send(Topics.CONTROL, "acme/spring", seal);

        assertThat(rig.batchRecords()).singleElement().satisfies(counted -> {
            assertThat(counted.getKind()).isEqualTo(BatchRecordKind.SEALED);
            assertThat(counted.getExpected()).isEqualTo(7L);
        });
    }

    @Test
    void buriesAControlThatAsksForSomethingUnknown() {
        rig.send(
                Topics.CONTROL,
                "acme/r1",
                Control.newBuilder().setTenant("acme").setRequestId("r1").build());

        assertThat(rig.deadRequests()).extracting(DeadLetter::getCode).containsExactly("NOT_SUPPORTED");
    }

    @Test
    void carriesNoticesOfWorkersOnceIntoTheFinalEvent() {
        rig.request(aRequest().withImages(2).build());
        Notice notice = new Notice("UNKNOWN_WORDS", "zyx");
        rig.jobs()
                .forEach(job -> rig.outcome(OutcomeFixture.of(OutcomeKind.SUCCEEDED, job, "w1")
                        .setImage(succeeded(job, "w1").getImage())
                        .setNotices(List.of(notice))
                        .build()));

        assertThat(HappyPathTest.last(rig.events()).getNotices()).containsExactly(notice);
    }

    @Test
    void bringsAMisplacedRequestToItsOwnerInOneHop(@TempDir Path otherDir) {
        try (Rig four = new Rig(otherDir, 1000)) {
            four.announce();
            four.send(Topics.REQUEST, null, aRequest().build());

            List<TestRecord<byte[], byte[]>> hops = four.records(Topics.REQUEST_REKEYED);
            assertThat(hops).hasSize(1);
            assertThat(hops.get(0).key()).isEqualTo("acme/r1".getBytes(StandardCharsets.UTF_8));
            assertThat(four.eventKinds()).startsWith(EventKind.ACCEPTED);
        }
    }

    private Event onlyEvent() {
        List<Event> events = rig.events();
        assertThat(events).hasSize(1);
        return events.get(0);
    }
}
