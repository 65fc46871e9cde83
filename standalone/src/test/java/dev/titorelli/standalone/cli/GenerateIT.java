package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.RgbImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateIT {

    private static final Path MODEL = Path.of("..", "models", "shapes");

    private static final Path GOLDENS = Path.of("../gpu-worker/src/test/resources/goldens/models");

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path out;

    @Test
    void paintsAPicture() throws Exception {
        Path file = out.resolve("new/circle.png");

        int exitCode = generate(
                "--prompt",
                "a large red circle in the center on a white background",
                "--size",
                "64x64",
                "--seed",
                "1",
                "--out",
                file.toString());

        assertThat(exitCode).as(terminal.err()).isZero();
        RgbImage picture = PictureReader.read(Files.readAllBytes(file));
        assertThat(picture.widthPx()).isEqualTo(64);
        assertThat(Byte.toUnsignedInt(picture.rgb()[3 * (32 * 64 + 32)]))
                .as("red in the middle")
                .isGreaterThan(180);
        assertThat(Byte.toUnsignedInt(picture.rgb()[3 * (32 * 64 + 32) + 1]))
                .as("green there")
                .isLessThan(90);
    }

    @Test
    void tellsHowLongItWillTakeAfterTheFirstStep() {
        generate("--prompt", "a red circle", "--size", "64x64", "--steps", "3", "--out", out + "/a.png");

        assertThat(terminal.out()).containsPattern("The first of 3 steps took .+: all take about ");
    }

    @Test
    void paintsSeveralImagesWithFollowingSeeds() throws Exception {
        String[] request = {"--prompt", "a red circle", "--size", "64x64", "--steps", "2"};

        generate(with(request, "--images", "2", "--seed", "5", "--out", out + "/a.png"));
        generate(with(request, "--seed", "6", "--out", out + "/b.png"));

        assertThat(out.resolve("a-1.png")).hasSameBinaryContentAs(out.resolve("b.png"));
        assertThat(Files.readAllBytes(out.resolve("a-0.png"))).isNotEqualTo(Files.readAllBytes(out.resolve("a-1.png")));
    }

    @Test
    void paintsFromAPicture() {
        Path input = MODEL.resolve("examples/05-input-1.png");

        assertThat(generate(
                        "--prompt",
                        "remove the cross",
                        "--input",
                        input.toString(),
                        "--steps",
                        "2",
                        "--out",
                        out + "/a.png"))
                .isZero();
        assertThat(out.resolve("a.png")).isNotEmptyFile();
    }

    @Test
    void paintsWithAnAdapterAsStrongAsItIsAskedFor() throws Exception {
        String[] request = {"--prompt", "a red circle", "--size", "64x64", "--steps", "2", "--images", "2"};
        String adapter = GOLDENS.resolve("lora").toString();

        assertThat(tiny(with(request, "--out", out + "/base.png"))).isZero();
        assertThat(tiny(with(request, "--adapter", adapter, "--out", out + "/full.png")))
                .as(terminal.err())
                .isZero();
        assertThat(tiny(with(request, "--adapter", adapter + ":0", "--out", out + "/off.png")))
                .isZero();

        assertThat(pixels("off-1.png")).isEqualTo(pixels("base-1.png")).isNotEqualTo(pixels("full-1.png"));
        assertThat(new String(Files.readAllBytes(out.resolve("full-1.png")), StandardCharsets.ISO_8859_1))
                .contains("adapterScale");
    }

    @ParameterizedTest
    @CsvSource({
        "/none,     6, no adapter folder",
        "/lora:0..5, 2, the scale '0..5' is no number",
        "/lora:11,  3, adapter scale is 11.0; allowed: -10 to 10",
        "/omnigen,  6, adapter_config.json: the file is missing"
    })
    void namesWhatIsWrongWithAnAdapter(String adapter, int exitCode, String message) {
        assertThat(tiny("--prompt", "x", "--adapter", GOLDENS + adapter, "--out", out + "/a.png"))
                .isEqualTo(exitCode);
        assertThat(terminal.err()).contains(message).doesNotContain("unexpected");
    }

    private RgbImage pixels(String name) throws Exception {
        return PictureReader.read(Files.readAllBytes(out.resolve(name)));
    }

    private int tiny(String... options) {
        return terminal.run(with(
                new String[] {"generate", "--model", GOLDENS.resolve("omnigen").toString()}, options));
    }

    @Test
    void refusesASizeThatTheModelCantPaint() {
        assertThat(generate("--prompt", "a red circle", "--size", "60x64", "--out", out + "/a.png"))
                .isEqualTo(3);

        assertThat(terminal.err())
                .contains("width is 60 pixels; allowed: multiples of 16")
                .hasLineCount(1);
    }

    @Test
    void namesWhatIsWrongWithAModelFolder() {
        int exitCode = terminal.run("generate", "--model", out.toString(), "--prompt", "x", "--out", out + "/a.png");

        assertThat(exitCode).isEqualTo(6);
        assertThat(terminal.err()).contains("config.json: the file is missing").doesNotContain("unexpected");
    }

    private int generate(String... options) {
        return terminal.run(with(new String[] {"generate", "--model", MODEL.toString()}, options));
    }

    private static String[] with(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
