package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.returned;
import static dev.titorelli.stream.OutcomeFixture.running;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    /** The longest wait before an attempt. */
    private static final Duration BACKOFF = Duration.ofMinutes(1);

    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** A job that a run has started, with the clock ticking. */
    private Job startedJob(String run) {
        rig.request(aRequest().build());
        Job job = rig.job();
        rig.outcome(started(job, run, 1));
        rig.heartbeat(run, job);
        rig.ticks(1);
        return job;
    }

    @Test
    void threeSilentTicksBringTheNextAttemptAndFenceTheOldOne() {
        Job job = startedJob("w1");
        rig.ticks(2);
        assertThat(rig.jobs()).isEmpty();
        rig.ticks(1);

        Job next = rig.job();
        assertThat(next.getJobId()).isEqualTo(job.getJobId());
        assertThat(next.getAttempt()).isEqualTo(2);
        assertThat(next.getJobDigest()).isEqualTo(job.getJobDigest());
        JobControl fence = rig.commands().get(0);
        assertThat(fence.getKind()).isEqualTo(JobControlKind.FENCE);
        assertThat(fence.getAttempt()).isEqualTo(1);
        assertThat(fence.getWorkerRun()).isEqualTo("w1");
    }

    @Test
    void aHeartbeatStartsTheCountAnew() {
        Job job = startedJob("w1");
        for (int i = 0; i < 4; i++) {
            rig.ticks(2);
            rig.heartbeat("w1", job);
        }

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void silenceDoesNotCountWhileTheBrokerIsSilent() {
        startedJob("w1");
        rig.endOffsets.fallSilent();

        rig.ticks(10);

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void silenceDoesNotCountWhileHeartbeatsAreUnread() {
        startedJob("w1");
        rig.endOffsets.workerEnd(1000);

        rig.ticks(10);

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void silenceDoesNotCountWhileOutcomesAreUnread() {
        startedJob("w1");
        rig.endOffsets.outcomeEnd(1000);

        rig.ticks(10);

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void aRebalanceStartsTheCountAnew() {
        startedJob("w1");
        rig.ticks(2);
        rig.endOffsets.rebalance();
        rig.ticks(3);
        assertThat(rig.jobs()).isEmpty();

        rig.ticks(1);

        assertThat(rig.jobs()).hasSize(1);
    }

    @Test
    void ticksTooFarApartStartTheCountAnew() {
        startedJob("w1");
        rig.ticks(2);
        rig.pass(Duration.ofSeconds(8));
        rig.ticks(2);

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void failsWithWorkerLostWhenEveryAttemptFellSilent() {
        rig.request(aRequest().build());
        for (int attempt = 1; attempt <= 3; attempt++) {
            Job job = rig.job();
            assertThat(job.getAttempt()).isEqualTo(attempt);
            String run = "run-" + attempt;
            rig.outcome(started(job, run, 1));
            rig.heartbeat(run, job);
            rig.ticks(5);
        }

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailure().getCode()).isEqualTo("WORKER_LOST");
        assertThat(end.getFailedJobs().get(0).getAttempts()).isEqualTo(3);
    }

    @Test
    void twoHeartbeatsThatLackTheJobBringTheNextAttempt() {
        startedJob("w1");
        rig.heartbeat("w1");
        rig.ticks(1);
        assertThat(rig.jobs()).isEmpty();
        rig.heartbeat("w1");
        rig.ticks(1);
        rig.heartbeat("w1");
        rig.ticks(1);

        assertThat(rig.job().getAttempt()).isEqualTo(2);
    }

    @Test
    void aMissingJobIsNotDroppedByEndsThatAreOlderThanTheHeartbeatsThatLackIt() {
        Job job = startedJob("w1");
        rig.endOffsets.keepEnds();
        rig.heartbeat("w1");
        rig.heartbeat("w1");

        rig.ticks(2);
        rig.outcome(failed(job, "w1", FaultCode.NON_FINITE));

        assertThat(rig.jobs()).isEmpty();
        assertThat(HappyPathTest.last(rig.events()).getFailure().getCode()).isEqualTo("NON_FINITE");
    }

    @Test
    void theLastStartedOfAnAttemptHasTheLease() {
        Job job = startedJob("w1");

        rig.outcome(started(job, "w2"));

        JobControl fence = rig.commands().get(0);
        assertThat(fence.getKind()).isEqualTo(JobControlKind.FENCE);
        assertThat(fence.getWorkerRun()).isEqualTo("w1");
    }

    @Test
    void fencesTheStartOfAnOlderAttempt() {
        Job job = startedJob("w1");
        rig.outcome(failed(job, "w1", FaultCode.STORE_UNAVAILABLE));
        rig.commands();

        rig.outcome(started(job, "w2"));

        assertThat(rig.commands()).singleElement().satisfies(fence -> {
            assertThat(fence.getWorkerRun()).isEqualTo("w2");
            assertThat(fence.getAttempt()).isEqualTo(1);
        });
    }

    @Test
    void fencesTheStartOfAJobWhoseRequestHasEnded() {
        Job job = startedJob("w1");
        rig.cancel("r1");
        rig.commands();

        rig.outcome(started(job, "w2"));

        assertThat(rig.commands()).extracting(JobControl::getKind).containsExactly(JobControlKind.FENCE);
    }

    @Test
    void aPictureOfAnOlderAttemptWins() {
        Job first = startedJob("w1");
        rig.outcome(failed(first, "w1", FaultCode.STORE_UNAVAILABLE));
        rig.pass(BACKOFF);
        Job second = rig.job();
        rig.outcome(started(second, "w2"));
        rig.commands();

        rig.outcome(succeeded(first, "w1"));

        assertThat(HappyPathTest.last(rig.events()).getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(rig.commands()).singleElement().satisfies(fence -> {
            assertThat(fence.getKind()).isEqualTo(JobControlKind.FENCE);
            assertThat(fence.getAttempt()).isEqualTo(2);
        });
    }

    @Test
    void ignoresTheFailureOfAnOlderAttempt() {
        Job first = startedJob("w1");
        rig.outcome(failed(first, "w1", FaultCode.STORE_UNAVAILABLE));
        rig.pass(BACKOFF);
        rig.jobs();

        rig.outcome(failed(first, "w1", FaultCode.NON_FINITE));

        assertThat(rig.jobs()).isEmpty();
        assertThat(rig.eventKinds()).doesNotContain(EventKind.FAILED);
    }

    @Test
    void aFailureThatMayPassIsTriedThreeTimes() {
        rig.request(aRequest().build());
        for (int attempt = 1; attempt <= 3; attempt++) {
            Job job = rig.job();
            rig.outcome(failed(job, "w1", FaultCode.STORE_UNAVAILABLE));
            rig.pass(BACKOFF);
        }

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailure().getCode()).isEqualTo("STORE_UNAVAILABLE");
    }

    @Test
    void aJobWaitsBeforeItsNextAttempt() {
        Job first = startedJob("w1");
        rig.outcome(failed(first, "w1", FaultCode.STORE_UNAVAILABLE));

        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.jobs()).isEmpty();
        rig.pass(Duration.ofSeconds(3));

        assertThat(rig.job().getAttempt()).isEqualTo(2);
    }

    @Test
    void aJobStillWaitsForItsNextAttemptAfterARestart() {
        Job first = startedJob("w1");
        rig.outcome(failed(first, "w1", FaultCode.STORE_UNAVAILABLE));

        rig.restart();
        rig.announce();
        rig.pass(BACKOFF);

        assertThat(rig.job().getAttempt()).isEqualTo(2);
    }

    @Test
    void thereIsNoFurtherAttemptOnceAPictureHasComeMeanwhile() {
        Job first = startedJob("w1");
        rig.outcome(failed(first, "w1", FaultCode.STORE_UNAVAILABLE));
        rig.outcome(succeeded(first, "w1"));
        assertThat(HappyPathTest.last(rig.events()).getKind()).isEqualTo(EventKind.COMPLETED);

        rig.pass(BACKOFF);

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void thereIsNoFurtherAttemptOfACancelledRequest() {
        Job first = startedJob("w1");
        rig.outcome(failed(first, "w1", FaultCode.STORE_UNAVAILABLE));
        rig.cancel("r1");

        rig.pass(BACKOFF);

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void tellsTheQueueThatAnAttemptHasEndedBeforeTheNext() {
        Job first = startedJob("w1");
        rig.read(Topics.QUEUE);
        rig.outcome(failed(first, "w1", FaultCode.STORE_UNAVAILABLE));
        assertThat(rig.read(Topics.QUEUE)).singleElement().satisfies(ended -> {
            assertThat(ended.getKind()).isEqualTo(QueueRecordKind.ENDED);
            assertThat(ended.getAttempt()).isEqualTo(1);
        });

        rig.pass(BACKOFF);

        assertThat(rig.read(Topics.QUEUE)).singleElement().satisfies(next -> {
            assertThat(next.getKind()).isEqualTo(QueueRecordKind.ENQUEUE);
            assertThat(next.getAttempt()).isEqualTo(2);
            assertThat(next.getHead()).isTrue();
        });
    }

    @Test
    void aReturnedJobIsEmittedAgainAndOnlyEveryFifthReturnCosts() {
        rig.request(aRequest().build());
        for (int i = 1; i <= 14; i++) {
            Job job = rig.job();
            assertThat(job.getAttempt()).isEqualTo(i);
            rig.outcome(returned(job, "w1"));
        }
        assertThat(rig.eventKinds()).doesNotContain(EventKind.FAILED);

        rig.outcome(returned(rig.job(), "w1"));

        assertThat(HappyPathTest.last(rig.events()).getKind()).isEqualTo(EventKind.FAILED);
    }

    @Test
    void saysRunningOnceHoweverOftenItIsTold() {
        Job job = startedJob("w1");
        rig.outcome(running(job, "w1"));
        rig.outcome(running(job, "w1"));
        rig.outcome(started(job, "w1", 1));

        assertThat(rig.eventKinds()).containsOnlyOnce(EventKind.RUNNING);
        assertThat(rig.commands()).isEmpty();
    }

    @Test
    void forgetsARunAfterAnHourOfSilence() {
        rig.ticks(720);
        assertThat(rig.records(Topics.WORKER)).isEmpty();
        rig.ticks(1);

        assertThat(rig.records(Topics.WORKER)).singleElement().satisfies(tombstone -> {
            assertThat(new String(tombstone.key(), StandardCharsets.UTF_8)).isEqualTo("w1");
            assertThat(tombstone.value()).isNull();
        });
    }

    @Test
    void emitsAgainWhatTheBrokerHasSwallowed() {
        rig.request(aRequest().build());
        rig.jobs();
        for (int i = 0; i < 8; i++) {
            rig.heartbeatOfIdle("w1", Rig.START);
            rig.ticks(1);
        }

        List<Job> again = rig.jobs();
        assertThat(again).extracting(Job::getAttempt).containsExactly(2);
    }

    @Test
    void emitsNothingAgainWhileOutcomesAreUnreadThatMaySayItHasStarted() {
        rig.request(aRequest().build());
        rig.jobs();
        rig.endOffsets.outcomeEnd(1);
        for (int i = 0; i < 8; i++) {
            rig.heartbeatOfIdle("w1", Rig.START);
            rig.ticks(1);
        }

        assertThat(rig.jobs()).isEmpty();
        assertThat(rig.commands()).isEmpty();
    }

    @Test
    void doesNotEmitAgainWhileWorkersAreBusy() {
        rig.request(aRequest().build());
        rig.jobs();
        for (int i = 0; i < 8; i++) {
            rig.heartbeat("w1");
            rig.ticks(1);
        }

        assertThat(rig.jobs()).isEmpty();
    }
}
