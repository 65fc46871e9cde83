package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.fileDigest;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.FailedJob;
import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import dev.titorelli.Job;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainTest {

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
    void plansALaterStageFromThePictureOfTheOneBefore() {
        rig.request(aRequestWithoutStages()
                .withStage(stage("draft", "a heath"))
                .withStage(stageFrom("final", output("draft", 0)))
                .build());
        Job draft = rig.job();
        rig.outcome(succeeded(draft, "w1"));

        Job last = rig.job();
        assertThat(last.getStage()).isEqualTo("final");
        assertThat(last.getInputs()).extracting(ImageObject::getKey).containsExactly(draft.getOutputKey());
        assertThat(last.getInputs()).extracting(ImageObject::getDigest).containsExactly(fileDigest(draft));
        rig.outcome(succeeded(last, "w1"));
        assertThat(HappyPathTest.last(rig.events()).getKind()).isEqualTo(EventKind.COMPLETED);
    }

    @Test
    void paintsALaterStageInTheSizeOfThePictureBefore() {
        Stage wide = stage("draft", "a heath");
        wide.setSize(new ImageSize(128, 64));
        Stage likeIt = stageFrom("final", output("draft", 0));
        likeIt.setUseInputSize(true);
        rig.request(aRequestWithoutStages().withStage(wide).withStage(likeIt).build());

        rig.outcome(succeeded(rig.job(), "w1"));

        assertThat(rig.job()).satisfies(job -> {
            assertThat(job.getWidthPx()).isEqualTo(128);
            assertThat(job.getHeightPx()).isEqualTo(64);
        });
    }

    @Test
    void fansInWhenEveryStageBeforeHasFinished() {
        rig.request(aRequestWithoutStages()
                .withStage(stage("left", "a heath"))
                .withStage(stage("right", "a tree"))
                .withStage(stageFrom("both", output("left", 0), output("right", 0)))
                .build());
        List<Job> first = rig.jobs();
        rig.outcome(succeeded(first.get(0), "w1"));
        assertThat(rig.jobs()).isEmpty();
        rig.outcome(succeeded(first.get(1), "w1"));

        assertThat(rig.job().getInputs())
                .extracting(ImageObject::getDigest)
                .containsExactly(fileDigest(first.get(0)), fileDigest(first.get(1)));
    }

    @Test
    void aFailedStageFailsWhatDependsOnItAndLetsTheOthersFinish() {
        rig.request(aRequestWithoutStages()
                .withStage(stage("draft", "a heath"))
                .withStage(stageFrom("final", output("draft", 0)))
                .withStage(stage("other", "a tree"))
                .build());
        List<Job> first = rig.jobs();
        rig.outcome(failed(first.get(0), "w1", FaultCode.NON_FINITE));
        assertThat(rig.eventKinds()).doesNotContain(EventKind.FAILED);
        rig.outcome(succeeded(first.get(1), "w1"));

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailure().getCode()).isEqualTo("NON_FINITE");
        assertThat(end.getImages()).extracting(EventImage::getStage).containsExactly("other");
        assertThat(end.getFailedJobs()).extracting(FailedJob::getStage).containsExactly("draft", "final");
        assertThat(end.getFailedJobs())
                .extracting(job -> job.getFailure().getCode())
                .containsExactly("NON_FINITE", "STAGE_FAILED");
    }

    @Test
    void anOptionalStageMayFail() {
        Stage optional = stage("extra", "a tree");
        optional.setOptional(true);
        rig.request(aRequestWithoutStages()
                .withStage(stage("image", "a heath"))
                .withStage(optional)
                .build());
        List<Job> jobs = rig.jobs();
        rig.outcome(succeeded(jobs.get(0), "w1"));
        rig.outcome(failed(jobs.get(1), "w1", FaultCode.NON_FINITE));

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getFailedJobs()).extracting(FailedJob::getStage).containsExactly("extra");
    }
}
