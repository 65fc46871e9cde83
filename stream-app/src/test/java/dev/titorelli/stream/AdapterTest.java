package dev.titorelli.stream;

import static dev.titorelli.stream.ModelFixture.aModel;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Adapter;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.FailedJob;
import dev.titorelli.Job;
import dev.titorelli.Stage;
import dev.titorelli.Violation;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that name an adapter of the catalogue. */
class AdapterTest {

    private static final String ALIAS = aModel("mini").getAlias();
    private static final String INK = "1".repeat(64);
    private static final String CHALK = "2".repeat(64);

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
    void givesJobsTheDigestAndSizeOfTheNamedAdapter() {
        add("style", INK);
        rig.request(aRequest()
                .with(stage -> stage.setAdapter(new Adapter("style", 0.5)))
                .build());

        Job job = rig.job();
        assertThat(job.getAdapter()).isEqualTo(new Adapter("style", 0.5));
        assertThat(job.getAdapterDigest()).isEqualTo(INK);
        assertThat(job.getAdapterValues()).isEqualTo(4096);
    }

    @Test
    void rejectsOneThatWasRemoved() {
        add("style", INK);
        rig.sendBytes(Topics.MODEL, ALIAS + "/style", null);
        rig.request(aRequest()
                .with(stage -> stage.setAdapter(new Adapter("style", 1.0)))
                .build());

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.REJECTED);
        assertThat(end.getViolations()).extracting(Violation::getCode).containsExactly("UNKNOWN_ADAPTER");
    }

    @Test
    void leavesANameToItsFirstDigest() {
        add("style", INK);
        add("style", CHALK);
        rig.request(aRequest()
                .with(stage -> stage.setAdapter(new Adapter("style", 1.0)))
                .build());

        assertThat(rig.job().getAdapterDigest()).isEqualTo(INK);
    }

    @Test
    void ignoresAnEntryThatNoWorkerCouldLoad() {
        add("style", "no digest");
        rig.request(aRequest()
                .with(stage -> stage.setAdapter(new Adapter("style", 1.0)))
                .build());

        assertThat(HappyPathTest.last(rig.events()).getKind()).isEqualTo(EventKind.REJECTED);
    }

    @Test
    void failsALaterStageWhoseAdapterIsGoneByThen() {
        add("style", INK);
        Stage last = stageFrom("final", output("draft", 0));
        last.setAdapter(new Adapter("style", 1.0));
        rig.request(aRequestWithoutStages()
                .withStage(stage("draft", "a heath"))
                .withStage(last)
                .build());
        Job draft = rig.job();
        rig.sendBytes(Topics.MODEL, ALIAS + "/style", null);
        rig.outcome(succeeded(draft, "w1"));

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailedJobs())
                .extracting(FailedJob::getFailure)
                .extracting("code")
                .containsExactly("ADAPTER_NOT_FOUND");
    }

    private void add(String name, String digest) {
        rig.send(
                Topics.MODEL,
                ALIAS + "/" + name,
                CatalogueEntry.newBuilder()
                        .setAlias(ALIAS)
                        .setAdapter(name)
                        .setDigest(digest)
                        .setValues(4096)
                        .build());
    }
}
