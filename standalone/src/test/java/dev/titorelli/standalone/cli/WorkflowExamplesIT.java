package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/workflows on the shipped model: each paints what its text promises. */
class WorkflowExamplesIT {

    private static final Path EXAMPLES = Path.of("..", "docs", "workflows");
    private static final String STEPS = "10";

    private static final int RED = 0xE01E28;
    private static final int GREEN = 0x149632;
    private static final int BLUE = 0x2355E6;
    private static final int PURPLE = 0x9632B4;
    private static final int YELLOW = 0xFAD71E;
    private static final int MINT = 0xBEE9CF;
    private static final int BLACK = 0x000000;
    private static final int WHITE = 0xFFFFFF;

    @TempDir
    private static Path data;

    private static LocalSystem system;

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path out;

    @BeforeAll
    static void start() {
        system = LocalSystem.start(LocalSettings.of(data, Path.of("..", "models", "shapes")), step -> {});
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    private void run(String example, String id, String... more) {
        Stream<String> options = Stream.of(
                "workflow",
                "run",
                EXAMPLES.resolve(example).toString(),
                "--data",
                data.toString(),
                "--out",
                out.toString(),
                "--id",
                id,
                "--set",
                "steps=" + STEPS);
        assertThat(terminal.run(Stream.concat(options, Stream.of(more)).toArray(String[]::new)))
                .as(() -> terminal.out() + terminal.err())
                .isZero();
    }

    private RgbImage picture(String name) throws Exception {
        return PictureReader.read(Files.readAllBytes(out.resolve(name + ".png")), PixelRules.SHOWN);
    }

    /** How much of a picture is about of a colour, 0 to 1. */
    private static double share(RgbImage picture, int colour) {
        long near = IntStream.range(0, picture.widthPx() * picture.heightPx())
                .filter(pixel -> distance(picture.rgb(), 3 * pixel, colour) < 90)
                .count();
        return (double) near / (picture.widthPx() * picture.heightPx());
    }

    private static double distance(byte[] rgb, int at, int colour) {
        int red = (rgb[at] & 0xFF) - (colour >> 16);
        int green = (rgb[at + 1] & 0xFF) - (colour >> 8 & 0xFF);
        int blue = (rgb[at + 2] & 0xFF) - (colour & 0xFF);
        return Math.sqrt(red * red + green * green + blue * blue);
    }

    private void assertColours(String name, int... colours) throws Exception {
        for (int colour : colours) {
            assertThat(share(picture(name), colour))
                    .as("%s, %06X", name, colour)
                    .isGreaterThan(0.02);
        }
    }

    @Test
    void recolorsWhatItDrewAndFindsItsEdgesTheSameEachTime() throws Exception {
        run("edit-and-edges.yaml", "e1");
        run("edit-and-edges.yaml", "e2");

        assertColours("e1-draw-0", RED, WHITE);
        assertColours("e1-edit-0", GREEN, WHITE);
        assertThat(share(picture("e1-edit-0"), RED)).isLessThan(0.02);
        assertThat(share(picture("e1-edges-0"), BLACK)).isGreaterThan(0.7);
        assertColours("e1-edges-0", WHITE);
        for (String stage : List.of("draw", "edit", "edges")) {
            assertThat(picture("e1-" + stage + "-0").pixelDigest())
                    .isEqualTo(picture("e2-" + stage + "-0").pixelDigest());
        }
        assertThat(picture("e1-sheet").heightPx()).isGreaterThan(3 * 128);
        assertThat(terminal.out()).contains("edit: waiting, for draw", "edges: done, 1 of 1", "3 of 3 pictures");
    }

    @Test
    void putsTwoSubjectsIntoOnePictureAndChangesItsBackground() throws Exception {
        run("two-subjects.yaml", "two");

        assertColours("two-together-0", RED, BLUE);
        assertThat(share(picture("two-background-0"), MINT)).isGreaterThan(0.5);
    }

    @Test
    void editsEachOfFourSeedsAndGoesOnWithOne() throws Exception {
        run("four-seeds.yaml", "four");

        for (int i = 0; i < 4; i++) {
            assertColours("four-seeds-" + i, YELLOW);
            assertColours("four-recolored-" + i, PURPLE);
        }
        assertColours("four-added-0", PURPLE, GREEN);
        assertThat(IntStream.range(0, 4).mapToObj(i -> digest("four-recolored-" + i)))
                .doesNotHaveDuplicates();
        assertThat(digest("four-added-0")).isEqualTo(editedByHand(out.resolve("four-recolored-2.png")));
    }

    /** What the last stage does, as a request of its own. */
    private String editedByHand(Path picture) {
        int exitCode = terminal.run(
                "submit",
                "--data",
                data.toString(),
                "--input",
                picture.toString(),
                "--prompt",
                "<img><|image_1|></img> add a green star at the top left",
                "--size",
                "input",
                "--seed",
                "31",
                "--steps",
                STEPS,
                "--id",
                "by-hand",
                "--wait",
                "--out",
                out.toString());
        assertThat(exitCode).as(terminal::err).isZero();
        return digest("by-hand-image-0");
    }

    private String digest(String name) {
        try {
            return picture(name).pixelDigest();
        } catch (Exception e) {
            throw new AssertionError(name, e);
        }
    }

    @Test
    void tellsByLineWhatTheSystemAloneRefuses() throws Exception {
        Path file = Files.writeString(
                out.resolve("flow.yaml"),
                "stages:\n  a: {prompt: '{1}', inputs: {uri: 'https://example.org/a.png'}}\n");

        assertThat(terminal.run("workflow", "run", file.toString(), "--data", data.toString()))
                .isEqualTo(3);

        assertThat(terminal.err()).contains(file + ":2:36: stage a, input 1, uri: URI_NOT_ALLOWED");
    }

    @Test
    void addsOneObjectAStage() throws Exception {
        run("step-by-step.yaml", "steps");

        assertColours("steps-circle-0", RED);
        assertColours("steps-square-0", RED, BLUE);
        assertColours("steps-star-0", RED, BLUE, GREEN);
        assertColours("steps-heart-0", RED, BLUE, GREEN, PURPLE);
        assertThat(share(picture("steps-circle-0"), BLUE)).isLessThan(0.01);
    }
}
