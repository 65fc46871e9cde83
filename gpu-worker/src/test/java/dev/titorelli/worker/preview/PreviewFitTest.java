package dev.titorelli.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.worker.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreviewFitTest {

    private static final PreviewMap MAP = new PreviewMap(
            "of-this-vae",
            List.of(
                    List.of(20.0, 0.0, 0.0, 5.0, 128.0),
                    List.of(0.0, -30.0, 0.0, 0.0, 100.0),
                    List.of(1.0, 2.0, 25.0, -4.0, 120.0)));

    @TempDir
    private Path folder;

    @Test
    void findsTheMapThatMadeThePictures() {
        PreviewFit fit = new PreviewFit();
        for (int seed = 0; seed < 4; seed++) {
            Latents latents = latents(seed);
            fit.add(latents, MAP.image(latents));
        }
        Latents another = latents(99);
        Psnr psnr = new Psnr();
        psnr.add(fit.map("of-this-vae").image(another), MAP.image(another));
        assertThat(psnr.decibels()).isGreaterThan(48);
    }

    @Test
    void findsNoMapWhereTheLatentsAreAllTheSame() {
        PreviewFit fit = new PreviewFit();
        fit.add(new Latents(2, 1, new float[8]), new RgbImage(2, 1, new byte[6]));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> fit.map(""));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = folder.resolve("preview.json");
        MAP.write(file);
        assertThat(PreviewMap.read(file)).isEqualTo(MAP);
    }

    @Test
    void refusesAFileWithoutAllNumbers() throws IOException {
        Path file = Files.writeString(folder.resolve("preview.json"), "{\"red\": [1, 2, 3, 4, 5]}");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PreviewMap.read(file))
                .withMessageContaining("five finite numbers each");
    }

    @Test
    void keepsColoursWithinTheirBounds() {
        float[] far = new float[4];
        far[0] = 1000;
        far[1] = 1000;
        assertThat(MAP.image(new Latents(1, 1, far)).rgb()).containsExactly(255, 0, 255);
    }

    @Test
    void takesMeansOfSquaresUntilThePictureIsSmallEnough() {
        float[] values = new float[4 * 3 * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Latents latents = new Latents(3, 2, values);
        assertThat(latents.reducedTo(24)).isSameAs(latents);
        Latents reduced = latents.reducedTo(16);
        assertThat(reduced.width()).isEqualTo(2);
        assertThat(reduced.height()).isEqualTo(1);
        assertThat(reduced.values()).startsWith(2f, 3.5f, 8f, 9.5f);
    }

    @Test
    void refusesLatentsOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Latents(2, 2, new float[15]))
                .withMessageContaining("need 16 values, found 15");
    }

    private static Latents latents(long seed) {
        Random random = new Random(seed);
        float[] values = new float[4 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Latents(8, 8, values);
    }
}
