package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.standalone.S3Door;
import dev.titorelli.uri.UriAllowList;
import dev.titorelli.worker.fetch.FetchLimits;
import dev.titorelli.worker.fetch.FetchSettings;
import dev.titorelli.worker.fetch.Network;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that need a running system, against one. */
class SubmitIT {

    private static final Path MODEL = Path.of("..", "models", "shapes");

    @TempDir
    private static Path data;

    private static LocalSystem system;
    private static HttpServer pictures;

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path out;

    @BeforeAll
    static void start() throws IOException {
        pictures = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] file = PngWriter.write(new RgbImage(96, 64, new byte[96 * 64 * 3]), new TreeMap<>());
        pictures.createContext("/a.png", exchange -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
        });
        pictures.createContext("/away", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        pictures.start();
        FetchSettings fetch = new FetchSettings(
                UriAllowList.of(
                        List.of("http://127.0.0.1:" + pictures.getAddress().getPort())),
                List.of(Network.parse("127.0.0.1/32")),
                FetchLimits.DEFAULTS);
        system = LocalSystem.start(
                LocalSettings.of(data, MODEL).withS3(S3Door.of(0)).withFetch(fetch), step -> {});
    }

    @AfterAll
    static void stop() {
        system.close();
        pictures.stop(0);
    }

    @Test
    void waitsForThePictureAndCopiesIt() throws Exception {
        int exitCode = submit(
                "--prompt", "a red circle on a white background", "--size", "96x64", "--steps", "4", "--id", "copied");

        assertThat(exitCode).as(terminal.err()).isZero();
        RgbImage picture =
                PictureReader.read(Files.readAllBytes(out.resolve("copied-image-0.png")), PixelRules.REFERENCE);
        assertThat(picture.widthPx()).isEqualTo(96);
        assertThat(picture.heightPx()).isEqualTo(64);
        assertThat(terminal.out()).contains("local/copied completed", "copied-image-0.png  96x64, seed ");
    }

    @Test
    void tellsTheLimitsOfTheModelsThatWorkersAnnounced() {
        assertThat(terminal.run("limits", "--data", data.toString()))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out()).contains("stream.request.max.jobs", "model", "shapes", "maxSteps");
    }

    @Test
    void paintsTheSamePictureAsTheModelAlone() throws Exception {
        String[] request = {
            "--prompt", "a red circle on a white background", "--size", "64x64", "--steps", "4", "--seed", "9"
        };
        Path alone = out.resolve("alone.png");

        assertThat(submit(with(request, "--id", "streamed"))).isZero();
        assertThat(terminal.run(with(
                        new String[] {"generate", "--model", MODEL.toString(), "--out", alone.toString()}, request)))
                .isZero();

        assertThat(PictureReader.read(Files.readAllBytes(out.resolve("streamed-image-0.png")), PixelRules.REFERENCE))
                .isEqualTo(PictureReader.read(Files.readAllBytes(alone), PixelRules.REFERENCE));
    }

    @Test
    void sendsALocalPictureAndNamesItInThePrompt() {
        Path input = MODEL.resolve("examples/05-input-1.png");

        assertThat(submit("--prompt", "remove the cross", "--input", input.toString(), "--steps", "2"))
                .isZero();

        assertThat(terminal.out()).contains("the tags were put before it: <img><|image_1|></img> remove the cross");
    }

    @Test
    void uploadsItsInputToS3AndFetchesThePictureFromThere() throws Exception {
        Path input = MODEL.resolve("examples/05-input-1.png");

        int exitCode = terminal.run(
                "submit",
                "--config",
                system.settingsFile().toString(),
                "--tenant",
                "cloud",
                "--prompt",
                "remove the cross",
                "--input",
                input.toString(),
                "--steps",
                "2",
                "--id",
                "fetched",
                "--wait",
                "--out",
                out.toString());

        assertThat(exitCode).as(terminal.err()).isZero();
        assertThat(system.objectsRoot().resolve("inputs/cloud")).isNotEmptyDirectory();
        assertThat(PictureReader.read(Files.readAllBytes(out.resolve("fetched-image-0.png")), PixelRules.REFERENCE))
                .isNotNull();
        assertThat(Files.readString(system.settingsFile())).contains("objects=s3\\://titorelli");
    }

    @Test
    void paintsFromAnAddressInThePicturesSize() throws Exception {
        int exitCode = submit(
                "--prompt",
                "remove the cross",
                "--input",
                address("127.0.0.1", "/a.png?token=1"),
                "--size",
                "input",
                "--steps",
                "2",
                "--tenant",
                "web",
                "--id",
                "inspected");

        assertThat(exitCode).as(terminal.out()).isZero();

        RgbImage picture =
                PictureReader.read(Files.readAllBytes(out.resolve("inspected-image-0.png")), PixelRules.REFERENCE);
        assertThat(List.of(picture.widthPx(), picture.heightPx())).containsExactly(96, 64);
        assertThat(system.objectsRoot().resolve("inputs/web")).isNotEmptyDirectory();
    }

    @Test
    void tellsWhyAnAddressGivesNoPicture() {
        assertThat(submit("--prompt", "remove the cross", "--input", address("127.0.0.1", "/away?token=secret")))
                .isEqualTo(3);

        assertThat(terminal.out())
                .contains("stages[0].inputs[0]: URI_NOT_FETCHED", "/away: 127.0.0.1 answers with status 404")
                .doesNotContain("secret");
    }

    @Test
    void tellsThatAnAddressIsNotAllowed() {
        assertThat(submit("--prompt", "remove the cross", "--input", address("localhost", "/a.png")))
                .isEqualTo(3);

        assertThat(terminal.out()).contains("stages[0].inputs[0].uri: URI_NOT_ALLOWED", "allowed: http://127.0.0.1:");
    }

    private static String address(String host, String path) {
        return "http://" + host + ":" + pictures.getAddress().getPort() + path;
    }

    @Test
    void explainsWordsThatTheModelDoesNotKnow() {
        assertThat(submit("--prompt", "a red giraffe", "--size", "64x64", "--steps", "2"))
                .isZero();

        assertThat(terminal.out()).contains("the model does not know these words", "giraffe");
    }

    @Test
    void tellsWhyARequestWasRejected() {
        assertThat(submit("--prompt", "a red circle", "--size", "100x64", "--steps", "100000"))
                .isEqualTo(3);

        assertThat(terminal.out()).contains(" rejected", "stages[0].size.widthPx: ", "stages[0].steps: ");
    }

    @Test
    void printsEveryEventAsALineOfJson() throws Exception {
        assertThat(submit("--prompt", "a red circle", "--size", "64x64", "--steps", "2", "--json"))
                .isZero();

        List<String> kinds = new ArrayList<>();
        for (String line : terminal.out().lines().toList()) {
            kinds.add(new ObjectMapper().readTree(line).get("kind").asText());
        }
        assertThat(kinds).startsWith("ACCEPTED").endsWith("COMPLETED").containsOnlyOnce("COMPLETED");
    }

    @Test
    void tellsWhatBecameOfAnEarlierRequestOfTheSameId() {
        String[] request = {"--prompt", "a red circle", "--size", "64x64", "--steps", "2", "--id", "twice"};
        assertThat(submit(request)).isZero();

        assertThat(submit(request)).isZero();

        assertThat(terminal.out()).contains("This id was used before");
    }

    @Test
    void sendsWithoutWaiting() {
        assertThat(terminal.run("submit", "--data", data.toString(), "--prompt", "a red circle", "--id", "sent"))
                .isZero();

        assertThat(terminal.out()).isEqualTo("Sent local/sent\n");
    }

    @Test
    void cancelsARequest() {
        assertThat(terminal.run(
                        "submit",
                        "--data",
                        data.toString(),
                        "--prompt",
                        "a red circle",
                        "--id",
                        "stopped",
                        "--steps",
                        "500",
                        "--size",
                        "256x256"))
                .isZero();

        assertThat(terminal.run("cancel", "stopped", "--data", data.toString())).isZero();

        // The same request again follows the one that was sent.
        assertThat(submit("--prompt", "a red circle", "--id", "stopped", "--steps", "500", "--size", "256x256"))
                .isEqualTo(4);
        assertThat(terminal.out()).contains("local/stopped cancelled");
    }

    private int submit(String... options) {
        return terminal.run(with(
                new String[] {"submit", "--data", data.toString(), "--wait"},
                Arrays.asList(options).contains("--json") ? options : with(options, "--out", out.toString())));
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
