package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.RequestId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two workers is killed while it paints. */
class WorkerKillIT {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();

    @TempDir
    private Path data;

    @Test
    void paintsTheKilledWorkersPictureInTheNextAttempt() throws Exception {
        try (LocalSystem system = LocalSystem.start(LocalSettings.of(data, MODEL), progress -> {});
                SystemUser user = new SystemUser(system.bootstrapServers(), system.registry());
                WorkerProcess victim = WorkerProcess.start(system, MODEL, data.resolve("run"))) {
            RequestId request = user.send(
                    Requests.of(Requests.circle().setImages(4).setSteps(300).build()));
            Outcome lost = user.awaitOutcome(outcome ->
                    outcome.getWorkerRun().equals(victim.workerRun()) && outcome.getKind() == OutcomeKind.RUNNING);

            victim.kill();

            Event end = user.awaitEnd(request);
            assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
            assertThat(end.getImages()).hasSize(4);
            assertThat(end.getImages())
                    .filteredOn(image -> image.getIndex() == lost.getIndex())
                    .extracting(EventImage::getAttempt)
                    .containsExactly(2);
        }
    }
}
