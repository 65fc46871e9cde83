package dev.titorelli.worker.run;

import static dev.titorelli.worker.TestJobs.NOON;
import static dev.titorelli.worker.TestJobs.aJob;
import static dev.titorelli.worker.TestJobs.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.fault.FaultCode;
import org.junit.jupiter.api.Test;

final class TakenJobTest {

    @Test
    void isNeverOverdueWithoutDeadlineAndTimeOut() {
        assertThat(taken(aJob()).overdue(NOON.plusSeconds(1_000_000))).isEmpty();
    }

    @Test
    void isOverdueAfterItsDeadline() {
        TakenJob taken =
                taken(Job.newBuilder(aJob()).setDeadline(NOON.plusSeconds(5)).build());
        assertThat(taken.overdue(NOON.plusSeconds(5))).isEmpty();
        assertThat(taken.overdue(NOON.plusSeconds(6))).contains(FaultCode.DEADLINE_PASSED);
    }

    @Test
    void isOverdueWhenItsTimeOutHasPassedSinceTheTake() {
        TakenJob taken = taken(Job.newBuilder(aJob()).setTimeoutMs(5_000L).build());
        assertThat(taken.overdue(NOON.plusSeconds(5))).isEmpty();
        assertThat(taken.overdue(NOON.plusSeconds(6))).contains(FaultCode.TIMED_OUT);
    }
}
