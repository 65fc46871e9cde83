package dev.titorelli.standalone.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetFileTest {

    private static final int RED = 0xFFFF0000;
    private static final int BLUE = 0xFF0000FF;
    private static final Plan PLAN =
            Shapes.plan("stages: {a: {prompt: x, images: 3}, b: {prompt: '{a}', inputs: {stage: a}}}");

    @TempDir
    private Path folder;

    private final List<EventImage> images = new ArrayList<>();
    private final List<Path> copies = new ArrayList<>();

    private void picture(String stage, int index, int widthPx, int heightPx, int argb) throws Exception {
        byte[] rgb = new byte[3 * widthPx * heightPx];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) (argb >> 16);
            rgb[i + 1] = (byte) (argb >> 8);
            rgb[i + 2] = (byte) argb;
        }
        images.add(EventImage.newBuilder()
                .setStage(stage)
                .setIndex(index)
                .setSeed(index)
                .build());
        copies.add(Files.write(
                folder.resolve(stage + index + ".png"),
                PngWriter.write(new RgbImage(widthPx, heightPx, rgb), new TreeMap<>())));
    }

    private BufferedImage sheet(Optional<Font> font) throws Exception {
        Event end = Event.newBuilder()
                .setTenant("local")
                .setRequestId("r1")
                .setImages(images)
                .build();
        Path file = folder.resolve("sheet.png");
        new SheetFile("a title that is wider than a picture", PLAN, font).write(file, end, copies);
        return ImageIO.read(file.toFile());
    }

    @Test
    void laysPicturesOutByStage() throws Exception {
        picture("b", 0, 64, 64, BLUE);
        picture("a", 0, 64, 64, RED);
        picture("a", 1, 64, 64, RED);
        picture("a", 2, 64, 64, RED);

        BufferedImage sheet = sheet(Optional.empty());

        assertThat(sheet.getWidth()).isEqualTo(16 + 3 * 160 + 2 * 10 + 16);
        assertThat(sheet.getRGB(20, 40)).isEqualTo(RED);
        assertThat(sheet.getRGB(20 + 170, 40)).isEqualTo(RED);
        assertThat(sheet.getRGB(20 + 340, 40)).isEqualTo(RED);
        assertThat(sheet.getRGB(20, 40 + 128 + 20)).isEqualTo(BLUE);
        assertThat(sheet.getRGB(20 + 170, 40 + 128 + 20)).as("paper").isEqualTo(0xFFFAFAF8);
    }

    @Test
    void makesLargePicturesFit() throws Exception {
        picture("b", 0, 1024, 512, BLUE);

        BufferedImage sheet = sheet(Optional.empty());

        assertThat(sheet.getWidth()).isEqualTo(16 + 160 + 16);
        assertThat(sheet.getRGB(16 + 159, 16 + 10 + 10 + 40)).isEqualTo(BLUE);
    }

    @Test
    void hasRoomForCaptionsOnlyWithAFont() throws Exception {
        picture("b", 0, 64, 64, BLUE);
        Optional<Font> font = SheetFont.find();
        assumeTrue(font.isPresent(), "this machine has no font");

        assertThat(sheet(font).getHeight())
                .isGreaterThan(sheet(Optional.empty()).getHeight());
        assertThat(sheet(font).getWidth()).isGreaterThan(sheet(Optional.empty()).getWidth());
    }

    @Test
    void goesWithoutAFontWhereJavaFindsNone() {
        assertThat(SheetFont.usable(() -> {
                    throw new InternalError("Fontconfig head is null");
                }))
                .isEmpty();
        assertThat(SheetFont.usable(() -> {
                    throw new UnsatisfiedLinkError("libfreetype.so.6");
                }))
                .isEmpty();
    }
}
