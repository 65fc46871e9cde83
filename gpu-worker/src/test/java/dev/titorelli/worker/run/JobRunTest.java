package dev.titorelli.worker.run;

import static dev.titorelli.worker.TestJobs.aJob;
import static dev.titorelli.worker.TestJobs.aRun;
import static dev.titorelli.worker.TestJobs.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.JobPhase;
import org.junit.jupiter.api.Test;

final class JobRunTest {

    private final JobRun second = aRun(Job.newBuilder(aJob()).setAttempt(2).build());

    @Test
    void heedsACancelOfAllAttempts() {
        second.heed(order(JobControlKind.CANCEL, 0, ""));
        assertThat(second.order()).isEqualTo(RunOrder.CANCEL);
    }

    @Test
    void heedsAFenceOfItsOwnAttemptAndOfANewerOne() {
        JobRun other = aRun(Job.newBuilder(aJob()).setAttempt(2).build());
        second.heed(order(JobControlKind.FENCE, 2, ""));
        other.heed(order(JobControlKind.FENCE, 3, ""));
        assertThat(second.order()).isEqualTo(RunOrder.FENCE);
        assertThat(other.order()).isEqualTo(RunOrder.FENCE);
    }

    @Test
    void ignoresAFenceOfAnOlderAttempt() {
        second.heed(order(JobControlKind.FENCE, 1, ""));
        assertThat(second.order()).isEqualTo(RunOrder.CARRY_ON);
    }

    @Test
    void heedsAFenceThatNamesItsWorkerRunAndIgnoresOneOfAnother() {
        second.heed(order(JobControlKind.FENCE, 0, "another"));
        assertThat(second.order()).isEqualTo(RunOrder.CARRY_ON);
        second.heed(order(JobControlKind.FENCE, 0, "run-1"));
        assertThat(second.order()).isEqualTo(RunOrder.FENCE);
    }

    @Test
    void ignoresOrdersAboutAnotherJobAndUnknownOrders() {
        second.heed(JobControl.newBuilder(order(JobControlKind.CANCEL, 0, ""))
                .setJobId("acme/r-1/image/1")
                .build());
        second.heed(order(JobControlKind.UNKNOWN, 0, ""));
        assertThat(second.order()).isEqualTo(RunOrder.CARRY_ON);
    }

    @Test
    void keepsTheStrongestOrder() {
        second.heed(order(JobControlKind.FENCE, 0, ""));
        second.heed(order(JobControlKind.CANCEL, 0, ""));
        second.order(RunOrder.RETURN);
        assertThat(second.order()).isEqualTo(RunOrder.FENCE);
    }

    @Test
    void carriesOnUnderANewerAttemptAndEscapesTheFenceOfTheOlder() {
        assertThat(second.adopt(3)).isTrue();
        second.heed(order(JobControlKind.FENCE, 2, ""));
        assertThat(second.attempt()).isEqualTo(3);
        assertThat(second.order()).isEqualTo(RunOrder.CARRY_ON);
        assertThat(second.held().getAttempt()).isEqualTo(3);
    }

    @Test
    void neverGoesBackToAnOlderAttempt() {
        assertThat(second.adopt(1)).isTrue();
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void adoptsNothingOnceItWasToldToEndOrHasEnded() {
        JobRun ended = aRun();
        ended.end();
        second.heed(order(JobControlKind.FENCE, 2, ""));
        assertThat(second.adopt(3)).isFalse();
        assertThat(ended.adopt(2)).isFalse();
    }

    @Test
    void tellsWhereItIs() {
        second.enter(JobPhase.STEPPING);
        second.stepped(3, 4);
        assertThat(second.held())
                .extracting("jobId", "attempt", "phase", "step", "steps")
                .containsExactly("acme/r-1/image/0", 2, JobPhase.STEPPING, 3, 4);
    }
}
