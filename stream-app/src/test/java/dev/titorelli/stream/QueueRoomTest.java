package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.returned;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.stream.queue.QueueBoard;
import dev.titorelli.stream.queue.QueueLimits;
import dev.titorelli.stream.queue.QueuePolicy;
import dev.titorelli.stream.queue.QueueReport;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue room between the request room and the workers, over a clock that is moved by hand. */
class QueueRoomTest {

    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final QueueLimits LIMITS = new QueueLimits(6, 100, 1, Duration.ZERO);

    @TempDir
    private Path stateDir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(StreamSettings.of("nowhere:1", stateDir).withQueues(QueuePolicy.of(LIMITS)), 1);
        rig.announce();
        rig.room = 1;
        rig.heartbeat("w1");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void releasesOneJobMoreThanWorkersHaveRoomFor() {
        request("a", "b", "c", "d");

        assertThat(ids(rig.jobs())).containsExactly("a", "b");
    }

    @Test
    void aStartReleasesTheNextAtOnce() {
        request("a", "b", "c", "d");
        rig.outcome(started(rig.jobs().get(0), "w1"));

        assertThat(ids(rig.jobs())).containsExactly("c");
    }

    @Test
    void aHeartbeatWithMoreRoomReleasesMore() {
        request("a", "b", "c", "d");
        rig.jobs();
        rig.room = 2;
        rig.heartbeat("w1");
        rig.pass(MOMENT);

        assertThat(ids(rig.jobs())).containsExactly("c");
    }

    @Test
    void eachLiveWorkersRoomCounts() {
        rig.heartbeat("w2");
        rig.pass(MOMENT);
        request("a", "b", "c", "d");

        assertThat(ids(rig.jobs())).containsExactly("a", "b", "c");
    }

    @Test
    void aSilentWorkersRoomDoesNotCount() {
        rig.pass(Duration.ofSeconds(16));
        request("a", "b");

        assertThat(ids(rig.jobs())).containsExactly("a");
    }

    @Test
    void tellsWhereAWaitingJobStands() {
        request("a", "b", "c", "d");

        Event queued = last("d");
        assertThat(queued.getKind()).isEqualTo(EventKind.QUEUED);
        assertThat(queued.getPosition()).isEqualTo(3);
        assertThat(queued.getEstimatedStartMs()).isPositive();
    }

    @Test
    void aJobThatIsReleasedAtOnceHasNoPosition() {
        request("a");

        assertThat(last("a").getPosition()).isNull();
        assertThat(rig.read(Topics.PLACEMENT)).extracting(Placement::getKind).containsExactly(PlacementKind.RELEASED);
    }

    @Test
    void tellsAgainOnceHalfOfWhatWasAheadHasGone() {
        request("a", "b", "c", "d", "e", "f");
        List<Job> jobs = rig.jobs();
        rig.read(Topics.PLACEMENT);
        rig.outcome(started(jobs.get(0), "w1"));
        rig.outcome(started(jobs.get(1), "w1"));
        rig.outcome(started(rig.jobs().get(0), "w1"));
        rig.read(Topics.PLACEMENT);
        rig.ticks(1);

        assertThat(rig.read(Topics.PLACEMENT))
                .filteredOn(placement -> placement.getKind() == PlacementKind.QUEUED)
                .extracting(Placement::getRequestId, Placement::getPosition)
                .containsExactly(tuple("f", 2L));
    }

    @Test
    void saysThatNobodyServesTheQueueAndReleasesOneJobForWhoMightJoin() {
        rig.pass(Duration.ofSeconds(16));
        request("a", "b");

        assertThat(ids(rig.jobs())).containsExactly("a");
        Event waiting = last("b");
        assertThat(waiting.getKind()).isEqualTo(EventKind.WAITING);
        assertThat(waiting.getReason()).isEqualTo("NO_CAPACITY");
    }

    @Test
    void saysThatTheJobIsQueuedOnceAWorkerHasCome() {
        rig.pass(Duration.ofSeconds(16));
        request("a", "b", "c");
        rig.heartbeat("w2");
        rig.ticks(1);

        assertThat(last("c").getKind()).isEqualTo(EventKind.QUEUED);
    }

    @Test
    void goesOnWhereAnotherProcessStopped() {
        request("a", "b", "c", "d");
        List<Job> released = rig.jobs();
        rig.restart();
        rig.heartbeat("w1");
        rig.outcome(started(released.get(0), "w1"));
        rig.outcome(started(released.get(1), "w1"));

        assertThat(ids(rig.jobs())).containsExactly("c", "d");
    }

    @Test
    void afterARestartAJobThatAWorkerHoldsCountsAsStarted() {
        request("a", "b", "c", "d");
        List<Job> released = rig.jobs();
        rig.outcome(started(released.get(0), "w1"));
        rig.outcome(started(released.get(1), "w1"));
        assertThat(ids(rig.jobs())).containsExactly("c", "d");
        request("e", "f");
        rig.restart();
        rig.heartbeat("w1", released.get(0), released.get(1));
        rig.pass(MOMENT);
        assertThat(rig.jobs()).as("c and d are on the topic").isEmpty();
        rig.room = 2;
        rig.heartbeat("w1", released.get(0), released.get(1));
        rig.pass(MOMENT);

        assertThat(ids(rig.jobs())).containsExactly("e");
    }

    @Test
    void refusesAStageWholeThatWouldLeadOverTheLimit() {
        request("a", "b", "c", "d", "e");
        rig.jobs();
        rig.events();
        rig.request(aRequest().called("big").withImages(4).build());

        List<Event> events = rig.events();
        assertThat(events).extracting(Event::getKind).containsExactly(EventKind.ACCEPTED, EventKind.FAILED);
        Event failed = events.get(1);
        assertThat(failed.getFailure().getCode()).isEqualTo("QUEUE_FULL");
        assertThat(failed.getFailure().getRetryable()).isTrue();
        assertThat(failed.getRetryAfterMs()).isGreaterThanOrEqualTo(1_000L);
        assertThat(failed.getFailedJobs()).hasSize(4);
        assertThat(report().waiting()).isEqualTo(3);
    }

    @Test
    void whoIsRefusedLeavesNothingBehind() {
        request("a", "b", "c", "d", "e");
        rig.request(aRequest().called("big").withImages(4).build());

        assertThat(rig.keys("queues")).noneMatch(key -> key.contains("/big/"));
        assertThat(rig.keys("requests")).noneMatch(key -> key.startsWith("job/acme/big"));
    }

    @Test
    void anotherTenantsFloodDoesNotFillMyQueue() {
        request("a", "b", "c", "d", "e", "f", "g", "h", "i");
        rig.events();
        rig.request(aRequest().ofTenant("other").called("mine").build());

        assertThat(rig.events()).extracting(Event::getKind).doesNotContain(EventKind.FAILED);
    }

    @Test
    void aFloodDelaysAnothersJobByOneRelease() {
        request("a", "b", "c", "d", "e", "f");
        List<Job> jobs = rig.jobs();
        rig.request(aRequest().ofTenant("other").called("mine").build());
        rig.outcome(started(jobs.get(0), "w1"));

        assertThat(ids(rig.jobs())).containsExactly("mine");
    }

    @Test
    void aCancelledJobIsNeverReleased() {
        request("a", "b", "c", "d");
        List<Job> released = rig.jobs();
        rig.cancel("c");
        rig.outcome(started(released.get(0), "w1"));

        assertThat(ids(rig.jobs())).containsExactly("d");
        assertThat(rig.keys("queues")).noneMatch(key -> key.contains("/c/"));
    }

    @Test
    void aReturnedJobGoesFirst() {
        request("a", "b", "c", "d");
        List<Job> released = rig.jobs();
        rig.outcome(started(released.get(0), "w1"));
        assertThat(ids(rig.jobs())).containsExactly("c");
        rig.outcome(returned(released.get(0), "w1"));
        rig.outcome(started(released.get(1), "w1"));

        assertThat(rig.jobs()).singleElement().satisfies(job -> {
            assertThat(job.getRequestId()).isEqualTo("a");
            assertThat(job.getAttempt()).isEqualTo(2);
        });
    }

    @Test
    void aPausedTenantWaitsUntilItIsResumed() {
        word(QueueRecordKind.PAUSE, "acme");
        request("a");
        assertThat(rig.jobs()).isEmpty();
        rig.restart();
        rig.heartbeat("w1");
        rig.pass(MOMENT);
        assertThat(rig.jobs()).as("a pause outlives the process").isEmpty();

        word(QueueRecordKind.RESUME, "acme");
        assertThat(ids(rig.jobs())).containsExactly("a");
    }

    @Test
    void aPausedQueueWaitsUntilItIsResumed() {
        word(QueueRecordKind.PAUSE, "");
        request("a");
        assertThat(rig.jobs()).isEmpty();

        word(QueueRecordKind.RESUME, "");
        assertThat(ids(rig.jobs())).containsExactly("a");
    }

    @Test
    void aPurgeFailsWhatWaitsAndLeavesTheRest() {
        request("a", "b", "c", "d");
        rig.events();
        word(QueueRecordKind.PURGE, "acme");

        assertThat(rig.events())
                .extracting(Event::getRequestId, Event::getKind, event -> event.getFailure()
                        .getCode())
                .containsExactly(tuple("c", EventKind.FAILED, "PURGED"), tuple("d", EventKind.FAILED, "PURGED"));
        rig.outcome(started(rig.jobs().get(0), "w1"));
        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void anOperatorsWordAboutAnUnreadableQueueIsBuried() {
        rig.send(
                Topics.QUEUE,
                "nonsense",
                QueueRecord.newBuilder()
                        .setKind(QueueRecordKind.PURGE)
                        .setQueue("nonsense")
                        .build());

        assertThat(rig.read(Topics.JOB_DLQ)).singleElement().satisfies(letter -> assertThat(letter.getCode())
                .isEqualTo("BAD_IDENTITY"));
    }

    @Test
    void anEnqueueThatComesTwiceChangesNothing() {
        request("a", "b", "c");
        List<QueueRecord> enqueues = rig.read(Topics.QUEUE);
        rig.jobs();
        enqueues.forEach(enqueue -> rig.send(Topics.QUEUE, enqueue.getQueue(), enqueue));

        assertThat(rig.jobs()).isEmpty();
        assertThat(report().waiting()).isEqualTo(1);
    }

    /** The order across a registry's outage is not promised. */
    @Test
    void aJobThatIsEnqueuedAfterItsRequestHasEndedGoesAway() {
        request("a", "b", "c");
        QueueRecord enqueue = rig.read(Topics.QUEUE).get(2);
        rig.cancel("c");
        rig.send(Topics.QUEUE, enqueue.getQueue(), enqueue);

        assertThat(rig.keys("queues")).noneMatch(key -> key.contains("/c/"));
    }

    @Test
    void aJobThatIsReleasedAtOnceHasOneRowUntilItEnds() {
        request("a");
        Job job = rig.job();
        assertThat(jobRows()).containsExactly("released-job/" + Rig.QUEUE + "/" + job.getJobId());
        rig.outcome(started(job, "w1"));
        rig.outcome(succeeded(job, "w1"));

        assertThat(jobRows()).isEmpty();
    }

    @Test
    void theBoardTellsTheBacklogInWhatJobsReallyTook() {
        request("a");
        Job job = rig.job();
        rig.outcome(started(job, "w1"));
        rig.outcome(succeeded(job, "w1"));
        request("b", "c", "d");

        QueueReport report = report();
        assertThat(report.queue()).isEqualTo(Rig.QUEUE);
        assertThat(report.room()).isEqualTo(1);
        assertThat(report.liveWorkers()).isEqualTo(1);
        assertThat(report.unstarted()).isEqualTo(2);
        assertThat(report.tenants()).containsExactly(new QueueReport.Tenant("acme", 1, 5, 2, 10, false, 1));
    }

    @Test
    void theBoardIsEmptyOnceTheTaskCloses() {
        request("a");
        assertThat(report().inFlight()).isEqualTo(1);
        QueueBoard board = rig.sights.board();
        rig.close();
        start();

        assertThat(board.reports()).isEmpty();
    }

    private QueueReport report() {
        rig.pass(MOMENT);
        return rig.sights.board().report(Rig.QUEUE).orElseThrow();
    }

    private Set<String> jobRows() {
        Set<String> keys = rig.keys("queues");
        keys.removeIf(key -> !key.startsWith("waiting-job/") && !key.startsWith("released-job/"));
        return keys;
    }

    private void word(QueueRecordKind kind, String tenant) {
        rig.send(
                Topics.QUEUE,
                Rig.QUEUE,
                QueueRecord.newBuilder()
                        .setKind(kind)
                        .setQueue(Rig.QUEUE)
                        .setTenant(tenant)
                        .build());
    }

    private void request(String... names) {
        for (String name : names) {
            rig.request(aRequest().called(name).build());
        }
    }

    private Event last(String name) {
        return rig.events().stream()
                .filter(event -> event.getRequestId().equals(name))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<String> ids(List<Job> jobs) {
        return jobs.stream().map(Job::getRequestId).toList();
    }
}
