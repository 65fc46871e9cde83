package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.fault.FaultCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage's time-out: the worker ends the run, and where it does not, the stream app does. */
class TimeOutTest {

    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private Job startedJob(int attempts) {
        rig.request(aRequest()
                .with(stage -> {
                    stage.setTimeoutMs(10_000L);
                    stage.setAttempts(attempts);
                })
                .build());
        Job job = rig.job();
        rig.outcome(started(job, "w1", 1));
        return job;
    }

    /** Ticks through which the run keeps its lease. */
    private void holdFor(int ticks, Job job) {
        for (int i = 0; i < ticks; i++) {
            rig.ticks(1);
            rig.heartbeat("w1", job);
        }
    }

    @Test
    void tellsTheWorkerHowLongAJobMayTake() {
        assertThat(startedJob(2).getTimeoutMs()).isEqualTo(10_000);
    }

    @Test
    void triesAJobAgainThatTheWorkerEndedForItsTime() {
        Job job = startedJob(2);
        rig.outcome(failed(job, "w1", FaultCode.TIMED_OUT));
        rig.ticks(1);

        assertThat(rig.job().getAttempt()).isEqualTo(2);
    }

    @Test
    void failsWhenTheLastAttemptTookTooLong() {
        rig.outcome(failed(startedJob(1), "w1", FaultCode.TIMED_OUT));

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailure().getCode()).isEqualTo("TIMED_OUT");
    }

    @Test
    void leavesTheRunItsTimeAndAWhileToSaySoItself() {
        Job job = startedJob(2);
        holdFor(5, job);

        assertThat(rig.commands()).isEmpty();
    }

    @Test
    void fencesARunThatGoesOnBeyondItsTime() {
        Job job = startedJob(2);
        holdFor(6, job);

        assertThat(rig.commands())
                .extracting(JobControl::getKind, JobControl::getWorkerRun, JobControl::getReason)
                .containsExactly(tuple(JobControlKind.FENCE, "w1", "its time is up"));
        rig.ticks(1);
        assertThat(rig.jobs()).extracting(Job::getAttempt).isEqualTo(List.of(2));
    }

    @Test
    void countsNoTimeWhileOutcomesAreUnread() {
        Job job = startedJob(2);
        rig.endOffsets.outcomeEnd(1000);
        holdFor(10, job);

        assertThat(rig.commands()).isEmpty();
    }
}
