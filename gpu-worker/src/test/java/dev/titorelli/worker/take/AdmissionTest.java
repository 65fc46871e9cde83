package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.MODEL_DIGEST;
import static dev.titorelli.worker.TestJobs.NOON;
import static dev.titorelli.worker.TestJobs.aJob;
import static dev.titorelli.worker.TestJobs.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import org.junit.jupiter.api.Test;

final class AdmissionTest {

    @Test
    void paintsAJobOfItsModel() {
        assertThat(Admission.of(taken(aJob()), MODEL_DIGEST, NOON)).isEqualTo(new Admission.Paint());
    }

    @Test
    void givesAJobOfAnotherModelBackWithBothDigests() {
        assertThat(Admission.of(taken(aJob()), "another", NOON))
                .isInstanceOfSatisfying(Admission.Refuse.class, refuse -> {
                    assertThat(refuse.kind()).isEqualTo(OutcomeKind.RETURNED);
                    assertThat(refuse.code()).isEqualTo(FaultCode.WRONG_MODEL);
                    assertThat(refuse.message()).contains(MODEL_DIGEST, "another");
                });
    }

    @Test
    void failsAJobWhoseDeadlineHasPassed() {
        Job late = Job.newBuilder(aJob()).setDeadline(NOON).build();
        assertThat(Admission.of(taken(late), MODEL_DIGEST, NOON.plusSeconds(1)))
                .isInstanceOfSatisfying(Admission.Refuse.class, refuse -> {
                    assertThat(refuse.kind()).isEqualTo(OutcomeKind.FAILED);
                    assertThat(refuse.code()).isEqualTo(FaultCode.DEADLINE_PASSED);
                });
    }
}
