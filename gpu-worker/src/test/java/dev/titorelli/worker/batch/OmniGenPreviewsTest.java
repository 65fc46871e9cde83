package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.worker.conditioning.PillowResize;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.preview.Latents;
import dev.titorelli.worker.preview.PreviewMap;
import dev.titorelli.worker.preview.Psnr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the shipped model and its map. */
final class OmniGenPreviewsTest {

    private static final Path SHIPPED = Path.of("../models/shapes");
    private static final OmniGen MODEL = OmniGen.open(SHIPPED);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void comesNearWhatTheShippedModelsLatentsDecodeTo() throws Exception {
        PreviewMap map = MODEL.previewMap().orElseThrow();
        Psnr psnr = new Psnr();
        for (int i = 0; i < 4; i++) {
            byte[] file = Files.readAllBytes(SHIPPED.resolve("examples/0%d-output.png".formatted(i)));
            Latents latents = MODEL.encoded(PictureReader.read(file, PixelRules.SHOWN));
            RgbImage decoded = MODEL.decoded(latents);
            psnr.add(
                    map.image(latents),
                    PillowResize.resize(decoded, latents.width(), latents.height(), PillowResize.Filter.BOX));
        }
        assertThat(psnr.decibels()).isGreaterThan(17);
    }

    @Test
    void showsTheLatentsOfTheWayAndLeavesThemAsTheyAre() {
        try (Sampling sampling = MODEL.start(OmniGenPainter.parameters(job(), List.of()))) {
            sampling.step();
            RgbImage before = sampling.image();
            RgbImage preview = new OmniGenPreviews(MODEL).of(sampling, 64).get();
            assertThat(preview.widthPx()).isEqualTo(6);
            assertThat(preview.heightPx()).isEqualTo(4);
            assertThat(sampling.image()).isEqualTo(before);
        }
    }

    @Test
    void decodesReducedLatentsWhereThereIsNoMap() throws IOException {
        copyWithoutMap();
        try (OmniGen plain = OmniGen.open(folder);
                Sampling sampling = plain.start(OmniGenPainter.parameters(job(), List.of()))) {
            assertThat(plain.previewMap()).isEmpty();
            assertThat(plain.digest()).isEqualTo(MODEL.digest());
            RgbImage preview = new OmniGenPreviews(plain).of(sampling, 24).get();
            assertThat(preview.widthPx()).isEqualTo(24);
            assertThat(preview.heightPx()).isEqualTo(16);
        }
    }

    @Test
    void usesNoMapOfAnotherVae() throws IOException {
        copyWithoutMap();
        PreviewMap shipped = MODEL.previewMap().orElseThrow();
        new PreviewMap("another", shipped.colours()).write(folder.resolve(PreviewMap.FILE));
        try (OmniGen plain = OmniGen.open(folder)) {
            assertThat(plain.previewMap()).isEmpty();
        }
    }

    private void copyWithoutMap() throws IOException {
        Files.createDirectory(folder.resolve("vae"));
        try (Stream<Path> files = Files.walk(SHIPPED, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = SHIPPED.relativize(file);
                if (!name.startsWith("examples") && !name.equals(Path.of(PreviewMap.FILE))) {
                    Files.copy(file, folder.resolve(name));
                }
            }
        }
    }

    private static Job job() {
        return Job.newBuilder(aJob())
                .setPrompt("a red circle")
                .setWidthPx(48)
                .setHeightPx(32)
                .setGuidanceScale(1)
                .setMaxInputSizePx(64)
                .build();
    }
}
