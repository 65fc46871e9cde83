package dev.titorelli.stream.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseRulesTest {

    private static final Failure PASSING = new Failure("STORE_UNAVAILABLE", "", true);

    /** Attempt 2, held by w1 since heartbeat 10. */
    private static JobRow held() {
        return JobRow.newBuilder()
                .setJobId("acme/r1/image/0")
                .setStage("image")
                .setIndex(0)
                .setQueue("mini.tokens-64")
                .setStanding(JobStanding.STARTED)
                .setAttempt(2)
                .setWorkerRun("w1")
                .setHeartbeat(10)
                .build();
    }

    private static Outcome.Builder says(OutcomeKind kind, int attempt, String run) {
        return Outcome.newBuilder()
                .setKind(kind)
                .setTenant("acme")
                .setRequestId("r1")
                .setAttempt(attempt)
                .setWorkerRun(run);
    }

    private static Verdict verdict(Outcome.Builder outcome) {
        return LeaseRules.verdict(held(), outcome.build());
    }

    @Test
    void anotherRunOfTheNewestAttemptSupersedesTheOwner() {
        assertThat(verdict(says(OutcomeKind.STARTED, 2, "w2"))).isEqualTo(new Verdict.Own(Optional.of("w1")));
    }

    @Test
    void theOwnersWordAgainChangesNothing() {
        assertThat(verdict(says(OutcomeKind.STARTED, 2, "w1").setHeartbeat(10))).isInstanceOf(Verdict.Ignore.class);
    }

    @Test
    void theOwnerMayStartAnew() {
        assertThat(verdict(says(OutcomeKind.STARTED, 2, "w1").setHeartbeat(12)))
                .isEqualTo(new Verdict.Own(Optional.empty()));
    }

    @Test
    void aStartOfAnOlderAttemptIsAStranger() {
        assertThat(verdict(says(OutcomeKind.STARTED, 1, "w2"))).isInstanceOf(Verdict.FenceStranger.class);
    }

    @Test
    void onlyTheOwnerDoesTheFirstStep() {
        assertThat(verdict(says(OutcomeKind.RUNNING, 2, "w1"))).isInstanceOf(Verdict.FirstStep.class);
        assertThat(verdict(says(OutcomeKind.RUNNING, 2, "w2"))).isInstanceOf(Verdict.Ignore.class);
        assertThat(verdict(says(OutcomeKind.RUNNING, 1, "w1"))).isInstanceOf(Verdict.Ignore.class);
    }

    @Test
    void aPictureWinsFromAnyRun() {
        ImageObject picture = ImageObject.newBuilder().setKey("k").build();

        assertThat(verdict(says(OutcomeKind.SUCCEEDED, 2, "w1").setImage(picture)))
                .isEqualTo(new Verdict.Succeed(false));
        assertThat(verdict(says(OutcomeKind.SUCCEEDED, 1, "w0").setImage(picture)))
                .isEqualTo(new Verdict.Succeed(true));
        assertThat(verdict(says(OutcomeKind.SUCCEEDED, 2, "w2").setImage(picture)))
                .isEqualTo(new Verdict.Succeed(true));
    }

    @Test
    void aSuccessWithoutPictureIsAFailure() {
        assertThat(verdict(says(OutcomeKind.SUCCEEDED, 2, "w1"))).isInstanceOf(Verdict.Retry.class);
    }

    @Test
    void aFailureCountsOnlyFromTheOwner() {
        assertThat(verdict(says(OutcomeKind.FAILED, 2, "w1").setFailure(PASSING)))
                .isEqualTo(new Verdict.Retry(PASSING, true));
        assertThat(verdict(says(OutcomeKind.FAILED, 2, "w2").setFailure(PASSING)))
                .isInstanceOf(Verdict.Ignore.class);
        assertThat(verdict(says(OutcomeKind.FAILED, 1, "w1").setFailure(PASSING)))
                .isInstanceOf(Verdict.Ignore.class);
    }

    @Test
    void aFailureThatWillNotPassEndsTheJob() {
        Failure lasting = new Failure("NON_FINITE", "", false);

        assertThat(verdict(says(OutcomeKind.FAILED, 2, "w1").setFailure(lasting)))
                .isEqualTo(new Verdict.Fail(lasting));
    }

    @Test
    void aReturnIsFreeButForEveryFifth() {
        JobRow fourTimes = held();
        fourTimes.setReturned(4);
        Outcome returned =
                says(OutcomeKind.RETURNED, 2, "w1").setFailure(PASSING).build();

        assertThat(LeaseRules.verdict(held(), returned)).isEqualTo(new Verdict.Retry(PASSING, false));
        assertThat(LeaseRules.verdict(fourTimes, returned)).isEqualTo(new Verdict.Retry(PASSING, true));
    }

    @Test
    void theNextAttemptHasNoOwner() {
        JobRow next = LeaseRules.nextAttempt(held(), true, 99).orElseThrow();

        assertThat(next.getAttempt()).isEqualTo(3);
        assertThat(next.getSpent()).isEqualTo(1);
        assertThat(next.getWorkerRun()).isEmpty();
        assertThat(next.getStanding()).isEqualTo(JobStanding.BACKING_OFF);
        assertThat(next.getSince()).isEqualTo(99);
        assertThat(next.getDue()).isEqualTo(99);
    }

    @Test
    void thereIsNoAttemptAfterTheLast() {
        JobRow row = held();
        row.setSpent(2);

        assertThat(LeaseRules.nextAttempt(row, true, 0)).isEmpty();
        assertThat(LeaseRules.nextAttempt(row, false, 0)).isPresent();
    }
}
