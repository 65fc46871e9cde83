package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.EventKind;
import dev.titorelli.Job;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

    @Test
    void goesOnWithItsStateAfterARestart(@TempDir Path stateDir) {
        try (Rig rig = Rig.withWorker(stateDir)) {
            rig.request(aRequest().build());
            Job job = rig.job();
            rig.outcome(started(job, "w1"));
            rig.events();

            rig.restart();
            rig.announce();
            rig.outcome(succeeded(job, "w1"));

            assertThat(rig.eventKinds()).containsExactly(EventKind.COMPLETED);
        }
    }
}
