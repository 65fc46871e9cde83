package dev.titorelli.stream;

import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingJobTopicTest {

    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
        rig.missingTopics.add(Topics.DEFAULT_PREFIX + "job.v1." + Rig.QUEUE);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void failsTheRequestWithWhatIsToBeSetUp() {
        rig.request(aRequest().build());

        Event end = HappyPathTest.last(rig.events());
        assertThat(end.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(end.getFailedJobs()).singleElement().satisfies(job -> {
            assertThat(job.getFailure().getCode()).isEqualTo("NOT_SET_UP");
            assertThat(job.getFailure().getRetryable()).isTrue();
        });
    }

    @Test
    void sendsNoJobToIt() {
        rig.request(aRequest().build());

        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void servesTheNextRequestOnceTheTopicIsThere() {
        rig.request(aRequest().build());
        rig.missingTopics.clear();

        GenerationRequest later = aRequest().build();
        later.setRequestId("later");
        rig.request(later);

        assertThat(rig.jobs()).hasSize(1);
    }
}
