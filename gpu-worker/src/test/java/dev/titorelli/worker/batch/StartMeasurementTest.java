package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.tensor.ComputeType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the shipped model. */
final class StartMeasurementTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MEMORY = 1 << 30;

    @TempDir
    private Path folder;

    @Test
    void anotherStartFindsWhatOneMeasured() {
        List<MeasuredStep> measured = measured(new MeasureWish(List.of(16, 64), 2, MEMORY, LONG));

        assertThat(measured).extracting(MeasuredStep::bucket).startsWith(16).contains(64);
        assertThat(measured).extracting(step -> step.row().imageTokens()).contains(16, 64);
        assertThat(measured(new MeasureWish(List.of(16, 64), 2, MEMORY, LONG))).isEqualTo(measured);
    }

    @Test
    void givesUpWhenItsTimeIsOver() {
        assertThat(measured(new MeasureWish(List.of(64), 2, MEMORY, Duration.ofNanos(1))))
                .isEmpty();
    }

    @Test
    void measuresNothingWithoutTime() {
        assertThat(measured(new MeasureWish(List.of(16), 2, MEMORY, Duration.ZERO)))
                .isEmpty();
    }

    @Test
    void measuresNoPictureThatDoesNotFitIntoTheMemory() {
        assertThat(measured(new MeasureWish(List.of(16), 2, 1, LONG))).isEmpty();
    }

    @Test
    void takesNothingFromADamagedFile() throws Exception {
        KeptFolder kept = KeptFolder.at(folder);
        MeasuredStep step = new MeasuredStep(16, 2, new RowLength(8, 16), 1_000);
        new KeptMeasurements(5, List.of(step)).keep(kept, "name");
        assertThat(KeptMeasurements.read(kept, "name").steps()).containsExactly(step);

        Files.writeString(folder.resolve("step-times/name"), "5\n16 2 8");
        assertThat(KeptMeasurements.read(kept, "name").steps()).isEmpty();
        Files.writeString(folder.resolve("step-times/name"), "");
        assertThat(KeptMeasurements.read(kept, "name").limitNanos()).isNegative();
    }

    private List<MeasuredStep> measured(MeasureWish wish) {
        try (OmniGen model = OmniGen.open(Path.of("../models/shapes"), ComputeType.F32, KeptFolder.at(folder))) {
            return new OmniGenPainter(model, 0).measured(wish);
        }
    }
}
