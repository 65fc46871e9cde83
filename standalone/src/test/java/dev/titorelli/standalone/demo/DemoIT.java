package dev.titorelli.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    private static final Path MODEL = Path.of("..", "models", "shapes");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path data;

    @TempDir
    private Path out;

    @Test
    void completesEveryRequestOfThePlanAndLeavesItsPictures() throws Exception {
        DemoPlan plan = DemoPlan.shapes(MODEL.resolve("examples"));
        PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        boolean completed;
        try (LocalSystem system = LocalSystem.start(LocalSettings.of(data, MODEL), step -> {})) {
            completed = new Demo(new Terminal(print, print, 0, false), Clock.systemUTC(), out, Instant.now())
                    .run(Addresses.read(data), system.modelAlias(), plan);
        }

        assertThat(completed).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(out.resolve(Demo.SHEET)).content().contains("9 of 9 requests completed, 10 pictures");
        assertThat(PictureReader.read(Files.readAllBytes(out.resolve("text-wide.png")), PixelRules.REFERENCE)
                        .widthPx())
                .isEqualTo(96);
    }
}
