package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.Ledger;
import dev.titorelli.Violation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndReportTest {

    private final RecordingTerminal terminal = new RecordingTerminal();
    private final EndReport report = new EndReport(terminal.terminal());

    @Test
    void tellsWherePicturesLieAndTheirSeeds() {
        Event end = event(EventKind.COMPLETED)
                .setImages(List.of(EventImage.newBuilder()
                        .setSeed(42)
                        .setImage(new ImageObject("images/t/r/image/0-abc.png", "d", "image/png", 128, 64))
                        .build()))
                .build();

        report.print(end, List.of(Path.of("out/r-image-0.png")));

        assertThat(terminal.out().lines()).containsExactly("t/r completed", "  out/r-image-0.png  128x64, seed 42");
    }

    @Test
    void tellsThatAPictureIsReused() {
        Event end = event(EventKind.COMPLETED)
                .setImages(List.of(EventImage.newBuilder()
                        .setSeed(42)
                        .setLedger(Ledger.newBuilder().setReused(true).build())
                        .setImage(new ImageObject("images/t/r/image/0-abc.png", "d", "image/png", 128, 64))
                        .build()))
                .build();

        report.print(end, List.of());

        assertThat(terminal.out()).contains("images/t/r/image/0-abc.png  128x64, seed 42, reused");
    }

    @Test
    void tellsEveryReasonOfARejection() {
        Event end = event(EventKind.REJECTED)
                .setViolations(List.of(
                        new Violation("stages[0].size.widthPx", "SIZE_NOT_MULTIPLE", "100", "multiples of 16"),
                        new Violation("model", "UNKNOWN_MODEL", "x", "shapes")))
                .build();

        report.print(end, List.of());

        assertThat(terminal.out().lines())
                .containsExactly(
                        "t/r rejected",
                        "  stages[0].size.widthPx: SIZE_NOT_MULTIPLE; found 100; allowed: multiples of 16",
                        "  model: UNKNOWN_MODEL; found x; allowed: shapes");
    }

    @Test
    void tellsWhyARequestFailed() {
        Event end = event(EventKind.FAILED)
                .setFailure(new Failure("INPUT_NOT_FOUND", "no object inputs/t/d", false))
                .build();

        report.print(end, List.of());

        assertThat(terminal.out()).isEqualTo("t/r failed: INPUT_NOT_FOUND, no object inputs/t/d\n");
    }

    private static Event.Builder event(EventKind kind) {
        return Event.newBuilder().setTenant("t").setRequestId("r").setKind(kind);
    }
}
