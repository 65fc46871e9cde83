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

    private static final Admission.Made MADE = new Admission.Made(MODEL_DIGEST, "");

    @Test
    void paintsAJobOfItsModel() {
        assertThat(Admission.of(taken(aJob()), MADE, NOON)).isEqualTo(new Admission.Paint());
    }

    @Test
    void givesAJobOfAnotherModelBackWithBothDigests() {
        assertThat(Admission.of(taken(aJob()), new Admission.Made("another", ""), NOON))
                .isInstanceOfSatisfying(Admission.Refuse.class, refuse -> {
                    assertThat(refuse.kind()).isEqualTo(OutcomeKind.RETURNED);
                    assertThat(refuse.code()).isEqualTo(FaultCode.WRONG_MODEL);
                    assertThat(refuse.message()).contains(MODEL_DIGEST, "another");
                });
    }

    @Test
    void failsAJobWhoseDeadlineHasPassed() {
        Job late = Job.newBuilder(aJob()).setDeadline(NOON).build();
        assertThat(Admission.of(taken(late), MADE, NOON.plusSeconds(1)))
                .isInstanceOfSatisfying(Admission.Refuse.class, refuse -> {
                    assertThat(refuse.kind()).isEqualTo(OutcomeKind.FAILED);
                    assertThat(refuse.code()).isEqualTo(FaultCode.DEADLINE_PASSED);
                });
    }

    @Test
    void givesBackAJobOfAnotherFitOfStepCaching() {
        Job fitted =
                Job.newBuilder(aJob()).setStepCaching(1).setCachingFit("fit").build();

        assertThat(Admission.of(taken(fitted), MADE, NOON)).isInstanceOfSatisfying(Admission.Refuse.class, refuse -> {
            assertThat(refuse.kind()).isEqualTo(OutcomeKind.RETURNED);
            assertThat(refuse.code()).isEqualTo(FaultCode.WRONG_MODEL);
            assertThat(refuse.message()).isEqualTo("the job wants step caching by the fit fit, this worker has none");
        });
    }

    @Test
    void makesAJobOfTheFixedScheduleWhateverItsFit() {
        assertThat(Admission.of(taken(aJob()), new Admission.Made(MODEL_DIGEST, "fit"), NOON))
                .isEqualTo(new Admission.Paint());
    }
}
