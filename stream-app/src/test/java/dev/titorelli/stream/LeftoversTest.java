package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.fault.FaultCode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only an open request needs is gone when it has ended, however it did. */
class LeftoversTest {

    private static final List<String> WORKINGS = List.of("body/", "plan/", "job/", "held/", "released/");

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
    void leavesNothingOfARequestThatCompleted() {
        rig.request(aRequest().withImages(3).build());
        rig.jobs().forEach(job -> rig.outcome(succeeded(job, "w1")));

        assertEndedWithoutWorkings(EventKind.COMPLETED);
    }

    @Test
    void leavesNothingOfAChainThatFailed() {
        rig.request(aRequest().withStage(stageFrom("later", output("image", 0))).build());
        Job job = rig.job();
        rig.outcome(started(job, "w1"));
        rig.outcome(failed(job, "w1", FaultCode.NON_FINITE));

        assertEndedWithoutWorkings(EventKind.FAILED);
    }

    @Test
    void leavesNothingOfARequestThatIsCancelledHalfway() {
        rig.request(aRequest().withImages(3).build());
        List<Job> jobs = rig.jobs();
        rig.outcome(started(jobs.get(0), "w1"));
        rig.outcome(succeeded(jobs.get(0), "w1"));
        rig.outcome(started(jobs.get(1), "w1"));
        rig.cancel("r1");

        assertEndedWithoutWorkings(EventKind.CANCELLED);
        assertThat(rig.commands()).hasSize(2);
    }

    private void assertEndedWithoutWorkings(EventKind end) {
        assertThat(HappyPathTest.last(rig.events()).getKind()).isEqualTo(end);
        Stream<String> left =
                rig.keys("requests").stream().filter(key -> WORKINGS.stream().anyMatch(key::startsWith));
        assertThat(left).isEmpty();
    }
}
