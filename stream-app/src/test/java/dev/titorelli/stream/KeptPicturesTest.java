package dev.titorelli.stream;

import static dev.titorelli.stream.HappyPathTest.last;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages whose pictures only the request itself needs. */
class KeptPicturesTest {

    private static final Duration A_WEEK = Duration.ofDays(7);

    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static RequestFixture draftAndFinal() {
        Stage draft = stage("draft", "a heath");
        draft.setKeep(false);
        return aRequestWithoutStages().withStage(draft).withStage(stageFrom("final", output("draft", 0)));
    }

    @Test
    void putsPicturesThatAreNotKeptUnderARootThatExpires() {
        rig.request(draftAndFinal().build());
        Job draft = rig.job();
        assertThat(draft.getOutputKey()).startsWith("intermediate/acme/r1/draft/0-");
        rig.outcome(succeeded(draft, "w1"));

        Job last = rig.job();
        assertThat(last.getInputs().get(0).getKey()).isEqualTo(draft.getOutputKey());
        assertThat(last.getOutputKey()).startsWith("images/acme/r1/final/0-");
    }

    @Test
    void theSamePictureHasTheSameDigestWhereverItLies() {
        rig.request(
                draftAndFinal().called("r2").with(stage -> stage.setSeed(1L)).build());
        rig.request(aRequest()
                .called("r3")
                .withPrompt("a heath")
                .with(stage -> stage.setSeed(1L))
                .build());

        List<Job> jobs = rig.jobs();
        assertThat(jobs).hasSize(2);
        assertThat(jobs.get(0).getJobDigest()).isEqualTo(jobs.get(1).getJobDigest());
    }

    @Test
    void endsWithTheKeptPicturesAloneAndForgetsTheOthers() {
        rig.request(draftAndFinal().build());
        rig.outcome(succeeded(rig.job(), "w1"));
        assertThat(rig.keys("requests")).anyMatch(key -> key.startsWith("image/acme/r1/draft/"));
        rig.outcome(succeeded(rig.job(), "w1"));

        Event end = last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getJobsDone()).isEqualTo(2);
        assertThat(end.getImages()).extracting(EventImage::getStage).containsExactly("final");
        assertThat(rig.keys("requests")).noneMatch(key -> key.startsWith("image/acme/r1/draft/"));
    }

    @Test
    void expiresWhileThePicturesThatItNeedsAreStillThere() {
        rig.request(draftAndFinal().build());
        rig.outcome(succeeded(rig.job(), "w1"));
        rig.pass(A_WEEK.multipliedBy(6).dividedBy(7).minusMinutes(1));
        assertThat(rig.eventKinds()).doesNotContain(EventKind.EXPIRED);
        rig.pass(Duration.ofMinutes(2));

        assertThat(rig.eventKinds()).containsExactly(EventKind.EXPIRED);
    }

    @Test
    void theUsersEarlierDeadlineHolds() {
        rig.request(draftAndFinal().withDeadline(Rig.START.plusSeconds(60)).build());
        rig.pass(Duration.ofMinutes(2));

        assertThat(rig.eventKinds()).contains(EventKind.EXPIRED);
    }

    @Test
    void aRequestThatKeepsAllWaitsForEver() {
        rig.request(aRequest().build());
        rig.pass(A_WEEK.multipliedBy(10));

        assertThat(rig.eventKinds()).doesNotContain(EventKind.EXPIRED);
    }
}
