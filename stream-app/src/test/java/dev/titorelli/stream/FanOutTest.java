package dev.titorelli.stream;

import static dev.titorelli.stream.HappyPathTest.last;
import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.fileDigest;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.each;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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

/** A stage that paints from each picture of a stage before. */
class FanOutTest {

    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static Stage drafts(int images) {
        Stage drafts = stage("drafts", "a heath");
        drafts.setImages(images);
        return drafts;
    }

    private static Stage edits(int images) {
        Stage edits = stageFrom("edits", each("drafts"));
        edits.setImages(images);
        edits.setSeed(100L);
        return edits;
    }

    private void succeedAll(List<Job> jobs) {
        jobs.forEach(job -> rig.outcome(succeeded(job, "w1")));
    }

    @Test
    void paintsEachPictureSoOftenWithSeedsInTheOrderOfItsJobs() {
        rig.request(
                aRequestWithoutStages().withStage(drafts(2)).withStage(edits(2)).build());
        List<Job> drafts = rig.jobs();
        succeedAll(drafts);

        List<Job> edits = rig.jobs();
        String first = fileDigest(drafts.get(0));
        String second = fileDigest(drafts.get(1));
        assertThat(edits)
                .extracting(Job::getIndex, Job::getSeed, job -> job.getInputs()
                        .get(0)
                        .getDigest())
                .containsExactly(
                        tuple(0, 100L, first), tuple(1, 101L, first), tuple(2, 102L, second), tuple(3, 103L, second));
        succeedAll(edits);
        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getJobs()).isEqualTo(6);
        assertThat(end.getImages()).hasSize(6);
    }

    @Test
    void takesTheSizeOfThePicturesBefore() {
        Stage wide = drafts(2);
        wide.setSize(new ImageSize(128, 64));
        Stage likeThem = edits(1);
        likeThem.setUseInputSize(true);
        rig.request(aRequestWithoutStages().withStage(wide).withStage(likeThem).build());
        succeedAll(rig.jobs());

        assertThat(rig.jobs()).extracting(Job::getWidthPx, Job::getHeightPx).containsOnly(tuple(128, 64));
    }

    @Test
    void takesSeveralStagesInPairsBesideOnePictureOfAnother() {
        Stage others = stage("others", "a tree");
        others.setImages(2);
        rig.request(aRequestWithoutStages()
                .withStage(drafts(2))
                .withStage(others)
                .withStage(stageFrom("mixes", each("drafts"), each("others"), output("drafts", 1)))
                .build());
        List<Job> first = rig.jobs();
        succeedAll(first);

        List<String> files = first.stream().map(OutcomeFixture::fileDigest).toList();
        assertThat(rig.jobs())
                .extracting(job ->
                        job.getInputs().stream().map(ImageObject::getDigest).toList())
                .containsExactly(
                        List.of(files.get(0), files.get(2), files.get(1)),
                        List.of(files.get(1), files.get(3), files.get(1)));
    }

    @Test
    void fansOutWhatWasFannedOutAndPicksOneOfIt() {
        rig.request(aRequestWithoutStages()
                .withStage(drafts(2))
                .withStage(edits(2))
                .withStage(stageFrom("edges", each("edits")))
                .withStage(stageFrom("last", output("edges", 2)))
                .build());
        succeedAll(rig.jobs());
        List<Job> edits = rig.jobs();
        succeedAll(edits);
        List<Job> edges = rig.jobs();
        assertThat(edges)
                .extracting(job -> job.getInputs().get(0).getDigest())
                .containsExactlyElementsOf(
                        edits.stream().map(OutcomeFixture::fileDigest).toList());
        succeedAll(edges);

        Job last = rig.job();
        assertThat(last.getInputs().get(0).getDigest()).isEqualTo(fileDigest(edges.get(2)));
    }

    @Test
    void triesAJobAgainWithItsOwnPicture() {
        rig.request(
                aRequestWithoutStages().withStage(drafts(2)).withStage(edits(1)).build());
        succeedAll(rig.jobs());
        Job second = rig.jobs().get(1);
        rig.outcome(started(second, "w1"));
        rig.outcome(failed(second, "w1", FaultCode.STORE_UNAVAILABLE));
        rig.ticks(12);

        Job again = rig.job();
        assertThat(again.getAttempt()).isEqualTo(2);
        assertThat(again.getInputs()).isEqualTo(second.getInputs());
        assertThat(again.getJobDigest()).isEqualTo(second.getJobDigest());
    }

    @Test
    void goesOnInTheMiddleAfterARestart() {
        rig.request(
                aRequestWithoutStages().withStage(drafts(2)).withStage(edits(1)).build());
        List<Job> drafts = rig.jobs();
        rig.outcome(succeeded(drafts.get(1), "w1"));
        rig.restart();
        rig.announce();
        rig.heartbeat("w1");
        rig.outcome(succeeded(drafts.get(0), "w1"));
        List<Job> edits = rig.jobs();
        rig.outcome(succeeded(edits.get(0), "w1"));
        rig.restart();
        rig.announce();
        rig.outcome(succeeded(edits.get(1), "w1"));

        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getImages()).hasSize(4);
    }

    @Test
    void aCancelInTheMiddleTellsWhatExists() {
        rig.request(
                aRequestWithoutStages().withStage(drafts(2)).withStage(edits(1)).build());
        succeedAll(rig.jobs());
        rig.outcome(succeeded(rig.jobs().get(0), "w1"));
        rig.cancel("r1");

        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.CANCELLED);
        assertThat(end.getImages()).extracting(EventImage::getStage).containsExactly("drafts", "drafts", "edits");
        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void aFailedDraftFailsTheEditsOfAll() {
        rig.request(
                aRequestWithoutStages().withStage(drafts(2)).withStage(edits(1)).build());
        List<Job> drafts = rig.jobs();
        rig.outcome(failed(drafts.get(0), "w1", FaultCode.NON_FINITE));
        rig.outcome(succeeded(drafts.get(1), "w1"));

        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailedJobs())
                .extracting(FailedJob::getStage, job -> job.getFailure().getCode())
                .containsExactly(
                        tuple("drafts", "NON_FINITE"), tuple("edits", "STAGE_FAILED"), tuple("edits", "STAGE_FAILED"));
        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void goesOnWithTheDraftsThatExistWhenSomeMayFail() {
        Stage mayFail = drafts(3);
        mayFail.setOptional(true);
        rig.request(aRequestWithoutStages()
                .withStage(mayFail)
                .withStage(edits(2))
                .withStage(stageFrom("edges", each("edits")))
                .build());
        List<Job> drafts = rig.jobs();
        rig.outcome(failed(drafts.get(1), "w1", FaultCode.NON_FINITE));
        rig.outcome(succeeded(drafts.get(0), "w1"));
        rig.outcome(succeeded(drafts.get(2), "w1"));
        List<Job> edits = rig.jobs();
        assertThat(edits).extracting(Job::getIndex).containsExactly(0, 1, 4, 5);
        succeedAll(edits);
        List<Job> edges = rig.jobs();
        assertThat(edges).extracting(Job::getIndex).containsExactly(0, 1, 4, 5);
        succeedAll(edges);

        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getImages()).hasSize(2 + 4 + 4);
        assertThat(end.getFailedJobs())
                .extracting(FailedJob::getStage, FailedJob::getIndex)
                .containsExactly(
                        tuple("drafts", 1), tuple("edges", 2), tuple("edges", 3), tuple("edits", 2), tuple("edits", 3));
    }

    @Test
    void failsWhenNoneOfTheDraftsThatMayFailExists() {
        Stage mayFail = drafts(2);
        mayFail.setOptional(true);
        rig.request(
                aRequestWithoutStages().withStage(mayFail).withStage(edits(1)).build());
        rig.jobs().forEach(job -> rig.outcome(failed(job, "w1", FaultCode.NON_FINITE)));

        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailure().getCode()).isEqualTo("NON_FINITE");
    }

    @Test
    void takesOneOfTheDraftsThatExistWhenAnotherFailed() {
        Stage mayFail = drafts(2);
        mayFail.setOptional(true);
        rig.request(aRequestWithoutStages()
                .withStage(mayFail)
                .withStage(stageFrom("one", output("drafts", 0)))
                .withStage(stageFrom("other", output("drafts", 1)))
                .build());
        List<Job> drafts = rig.jobs();
        rig.outcome(failed(drafts.get(1), "w1", FaultCode.NON_FINITE));
        rig.outcome(succeeded(drafts.get(0), "w1"));

        Job one = rig.job();
        assertThat(one.getStage()).isEqualTo("one");
        rig.outcome(succeeded(one, "w1"));
        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailedJobs()).extracting(FailedJob::getStage).containsExactly("drafts", "other");
    }

    @Test
    void anOptionalStageAfterAnOptionalOneFailsNobody() {
        Stage mayFail = drafts(1);
        mayFail.setOptional(true);
        Stage mayFailToo = edits(1);
        mayFailToo.setOptional(true);
        rig.request(aRequestWithoutStages()
                .withStage(mayFail)
                .withStage(mayFailToo)
                .withStage(stage("other", "a tree"))
                .build());
        List<Job> first = rig.jobs();
        rig.outcome(failed(first.get(0), "w1", FaultCode.NON_FINITE));
        rig.outcome(succeeded(first.get(1), "w1"));

        assertThat(last(rig.events()).getKind()).isEqualTo(EventKind.COMPLETED);
    }
}
