package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.standalone.S3Door;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import dev.titorelli.uri.UriAllowList;
import dev.titorelli.worker.fetch.FetchLimits;
import dev.titorelli.worker.fetch.FetchSettings;
import dev.titorelli.worker.fetch.Network;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that need a running system, against one. */
class SubmitIT {

    private static final Path MODEL = Path.of("..", "models", "shapes");

    @TempDir
    private static Path data;

    private static WatchDesk desk;
    private static LocalSystem system;
    private static HttpServer pictures;

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path out;

    @BeforeAll
    static void start() throws IOException {
        desk = WatchDesk.open("0");
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
                LocalSettings.of(data, MODEL).withS3(S3Door.of(0)).withFetch(fetch), desk.instruments(), step -> {});
    }

    @AfterAll
    static void stop() {
        system.close();
        desk.close();
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
    void copiesPreviewsOnTheWayAndTellsWhatThePictureCost() throws Exception {
        Path previews = out.resolve("previews");
        int exitCode = submit(
                "--prompt",
                "a red circle on a white background",
                "--size",
                "64x64",
                "--steps",
                "20",
                "--id",
                "previewed",
                "--preview-steps",
                "2",
                "--previews",
                previews.toString());

        assertThat(exitCode).as(terminal.err()).isZero();
        try (Stream<Path> files = Files.list(previews)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> {
                assertThat(file.getFileName().toString()).matches("previewed-image-0-step-0[01][02468]\\.png");
                assertThat(PictureReader.read(Files.readAllBytes(file), PixelRules.SHOWN)
                                .widthPx())
                        .as("an eighth of the picture")
                        .isEqualTo(8);
            });
        }
        assertThat(terminal.out()).contains("preview of image/0, step ");
        JsonNode image = json("status", "previewed", "--json").path("images").path(0);
        assertThat(image.path("ledger").path("stepsRun").asInt()).isEqualTo(20);
        assertThat(image.path("ledger").path("previews").asInt()).isPositive();
        ObjectMetadata stored =
                system.objects().head(image.path("image").path("key").asText()).orElseThrow();
        assertThat(stored.value("steps-run")).isEqualTo("20");
        assertThat(stored.value("device-ms"))
                .isEqualTo(image.path("ledger").path("deviceMs").asText());
    }

    @Test
    void answersFromTheTenantsEqualPictureWithoutDeviceWork() throws Exception {
        String[] request = {"--prompt", "a red circle", "--size", "64x64", "--steps", "4", "--seed", "11", "--reuse"};
        assertThat(submit(with(request, "--id", "painted"))).isZero();

        assertThat(submit(with(request, "--id", "reused"))).isZero();

        assertThat(terminal.out()).contains("local/reused completed", "64x64, seed 11, reused");
        JsonNode ledger =
                json("status", "reused", "--json").path("images").path(0).path("ledger");
        assertThat(ledger.path("reused").asBoolean()).isTrue();
        assertThat(ledger.path("stepsRun").asInt(-1)).isZero();
        assertThat(ledger.path("deviceMs").asInt(-1)).isZero();
        assertThat(Files.readAllBytes(out.resolve("reused-image-0.png")))
                .isEqualTo(Files.readAllBytes(out.resolve("painted-image-0.png")));
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

    /** Where requests stand. */
    @Nested
    class Queries {

        @Test
        void tellsWhereAFinishedRequestStands() throws Exception {
            assertThat(submit("--prompt", "a red circle", "--size", "64x64", "--steps", "2", "--id", "asked"))
                    .isZero();

            assertThat(verb("status", "asked")).isZero();
            assertThat(terminal.out()).contains("local/asked completed", "1 of 1 images; accepted ");
            assertThat(json("status", "local/asked", "--json").path("images")).hasSize(1);
        }

        @Test
        void tellsWhyARequestWasRejectedLongAfterItsEvent() {
            assertThat(submit("--prompt", "a red circle", "--size", "100x64", "--id", "wrong"))
                    .isEqualTo(3);

            assertThat(verb("watch", "wrong")).isEqualTo(3);
            RecordingTerminal later = new RecordingTerminal();
            assertThat(later.run("status", "wrong", "--data", data.toString())).isZero();
            assertThat(later.out()).contains("local/wrong rejected", "stages[0].size.widthPx: SIZE_NOT_MULTIPLE");
        }

        @Test
        void listsTheRequestsOfATenantThatAreInAState() {
            for (String id : List.of("a", "b")) {
                assertThat(submit("--tenant", "lists", "--prompt", "x", "--size", "100x64", "--id", id))
                        .isEqualTo(3);
            }
            RecordingTerminal listing = new RecordingTerminal();

            assertThat(listing.run("list", "--data", data.toString(), "--tenant", "lists", "--since", "1h"))
                    .isZero();

            assertThat(listing.out().lines()).hasSize(3);
            assertThat(listing.out().lines().toList().get(1)).startsWith("lists/b  rejected");
            assertThat(verb("list", "--tenant", "lists", "--state", "running")).isZero();
            assertThat(terminal.out()).endsWith("no requests\n");
        }

        @Test
        void watchesARequestFromTheMiddleToItsEnd() throws Exception {
            assertThat(verb("submit", "--prompt", "x", "--id", "seen", "--steps", "500", "--size", "256x256"))
                    .isZero();
            RecordingTerminal watching = new RecordingTerminal();
            CompletableFuture<Integer> watched = CompletableFuture.supplyAsync(
                    () -> watching.run("watch", "seen", "--json", "--data", data.toString()));

            assertThat(verb("cancel", "local/seen")).isZero();

            assertThat(watched.get(2, TimeUnit.MINUTES)).as(watching.err()).isEqualTo(4);
            List<String> events = watching.out().lines().toList();
            assertThat(new ObjectMapper()
                            .readTree(events.get(events.size() - 1))
                            .path("kind")
                            .asText())
                    .isEqualTo("CANCELLED");
        }

        @Test
        void saysThatThereIsNoSuchRequest() {
            assertThat(verb("status", "nobody/none")).isEqualTo(7);

            assertThat(terminal.err()).startsWith("titorelli: there is no request nobody/none: ");
        }

        /** Four drafts that are not kept, an edit of each, and a last picture of the third edit and the first draft. */
        @Test
        void paintsAChainAndKeepsWhatItIsToldToKeep() throws Exception {
            Path chain = out.resolve("chain.json");
            Files.createDirectories(out);
            Files.writeString(
                    chain,
                    """
                    {"requestId": "chain", "stages": [
                      {"name": "drafts", "prompt": "a red circle", "images": 4, "seed": 7, "keep": false, "steps": 2,
                       "size": {"widthPx": 64, "heightPx": 64}},
                      {"name": "edits", "prompt": "make <img><|image_1|></img> green", "steps": 2, "useInputSize": true,
                       "inputs": [{"stage": {"stage": "drafts", "each": true}}]},
                      {"name": "last", "prompt": "<img><|image_1|></img> and <img><|image_2|></img>", "steps": 2,
                       "useInputSize": true,
                       "inputs": [{"stage": {"stage": "edits", "index": 2}}, {"stage": {"stage": "drafts"}}]}]}
                    """);

            assertThat(verb("submit", "--request", chain.toString()))
                    .as(terminal.err())
                    .isZero();
            assertThat(verb("watch", "chain")).as(terminal.err()).isZero();
            assertThat(verb("status", "chain")).isZero();
            assertThat(verb("fetch", "chain", "--out", out.toString()))
                    .as(terminal.err())
                    .isZero();

            assertThat(terminal.out())
                    .contains(
                            "stage drafts done, 4 of 4 done, not kept",
                            "stage edits done, 4 of 4 done",
                            "stage last done, 1 of 1 done",
                            "5 of 5 pictures");
            assertThat(out.resolve("chain-last-0.png")).exists();
            assertThat(system.objectsRoot().resolve("intermediate/local/chain/drafts"))
                    .isNotEmptyDirectory();
            assertThat(system.objectsRoot().resolve("images/local/chain/drafts"))
                    .doesNotExist();
        }

        @Test
        void fetchesPicturesOnceFromTheFolderAndFromS3() throws Exception {
            assertThat(verb("submit", "--prompt", "x", "--size", "64x64", "--steps", "2", "--id", "kept"))
                    .isZero();
            assertThat(verb("watch", "kept")).as(terminal.err()).isZero();
            Path file = out.resolve("kept-image-0.png");

            assertThat(fetch("--json")).isZero();
            byte[] picture = Files.readAllBytes(file);
            assertThat(terminal.run(
                            "fetch",
                            "kept",
                            "--out",
                            out.toString(),
                            "--config",
                            system.settingsFile().toString()))
                    .as(terminal.err())
                    .isZero();
            assertThat(terminal.out()).contains("\"written\":true", file + " (was there)", "1 of 1 pictures");

            Files.writeString(file, "something else");
            assertThat(fetch()).isEqualTo(6);
            assertThat(terminal.err()).contains(file + " is there and holds something else");
            assertThat(fetch("--overwrite")).isZero();
            assertThat(file).hasBinaryContent(picture);
            assertThat(out).isDirectoryNotContaining("glob:**.part");
        }

        @Test
        void writesNoPictureThatIsNotTheOneThatWasPainted() throws Exception {
            assertThat(verb("submit", "--prompt", "x", "--size", "64x64", "--steps", "2", "--id", "kept"))
                    .isZero();
            assertThat(verb("watch", "kept")).isZero();
            Path object = system.objectsRoot()
                    .resolve(json("status", "kept", "--json")
                            .at("/images/0/image/key")
                            .asText());
            byte[] picture = Files.readAllBytes(object);
            Files.writeString(object, "damaged");

            assertThat(fetch()).isEqualTo(1);

            assertThat(terminal.err()).contains("is not the picture that was painted");
            assertThat(out).isEmptyDirectory();
            Files.write(object, picture);
        }

        private int fetch(String... options) {
            return verb(with(new String[] {"fetch", "kept", "--out", out.toString()}, options));
        }
    }

    /** What was buried. */
    @Nested
    class DeadLetters {

        @Test
        void showsARequestUnderAUsedIdAndReplaysItUnderAnother() throws Exception {
            String[] first = {"--prompt", "a red circle", "--size", "100x64", "--id", "used"};
            assertThat(submit(first)).isEqualTo(3);
            assertThat(verb("submit", "--prompt", "a blue square", "--size", "64x64", "--steps", "2", "--id", "used"))
                    .isZero();
            String letter = awaitLetter("request", "local/used");

            assertThat(terminal.out()).doesNotContain("a blue square");
            JsonNode shown = json("dlq", "show", letter, "--json");
            assertThat(shown.path("code").asText()).isEqualTo("ID_CONFLICT");
            assertThat(shown.at("/payload/stages/0/prompt").asText()).isEqualTo("a blue square");

            assertThat(verb("dlq", "replay", letter, "--as", "used")).isEqualTo(2);
            assertThat(verb("dlq", "replay", letter, "--as", "used-2")).isZero();
            assertThat(terminal.out()).contains("Sent local/used-2, a replay of local/used");
            assertThat(verb("watch", "used-2")).isZero();
        }

        @Test
        void showsBytesThatNobodyCanReadAndDoesNotReplayThem() throws Exception {
            produce(Topics.REQUEST, "local/garbage", new byte[] {7, (byte) 0xab});
            String letter = awaitLetter("request", "local/garbage");

            assertThat(json("dlq", "show", letter, "--json").path("payloadHex").asText())
                    .isEqualTo("07ab");
            assertThat(verb("dlq", "replay", letter)).isEqualTo(1);
            assertThat(terminal.err()).startsWith("titorelli: can't be replayed: the request in it can't be read: ");
        }

        @Test
        void replaysTheRequestBehindAnOutcomeOnlyWhenItDidNotComplete() throws Exception {
            String[] request = {"--prompt", "x", "--size", "64x64", "--steps", "2", "--id"};
            assertThat(submit(with(request, "whole"))).isZero();
            assertThat(submit("--prompt", "x", "--size", "100x64", "--id", "half"))
                    .isEqualTo(3);
            produce(Topics.OUTCOME, "local/whole", new byte[] {1});
            produce(Topics.OUTCOME, "local/half", new byte[] {2});

            assertThat(verb("dlq", "replay", awaitLetter("outcome", "local/whole")))
                    .isEqualTo(1);
            assertThat(terminal.err()).contains("request local/whole behind it is completed and needs no replay");
            assertThat(verb("dlq", "replay", awaitLetter("outcome", "local/half"), "--as", "half-2"))
                    .as(terminal.err())
                    .isZero();
            assertThat(verb("watch", "half-2")).isEqualTo(3);
        }

        @Test
        void saysThatNoLetterLiesThere() {
            assertThat(verb("dlq", "show", "job-0-999")).isEqualTo(7);
        }

        private void produce(Topic<?> topic, String key, byte[] value) throws Exception {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", system.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(
                                topic.name(Topics.DEFAULT_PREFIX), 0, key.getBytes(StandardCharsets.UTF_8), value))
                        .get();
            }
        }

        /** The id of the letter about a key, once it is there. */
        private String awaitLetter(String topic, String key) throws Exception {
            while (true) {
                RecordingTerminal listing = new RecordingTerminal();
                assertThat(listing.run("dlq", "list", "--topic", topic, "--json", "--data", data.toString()))
                        .as(listing.err())
                        .isZero();
                for (String line : listing.out().lines().toList()) {
                    JsonNode letter = new ObjectMapper().readTree(line);
                    if (letter.path("key").asText().equals(key)) {
                        return letter.path("id").asText();
                    }
                }
            }
        }
    }

    /** What operators do with a queue that no other test uses. */
    @Nested
    class Queues {

        private static final String QUEUE = "shapes.tokens-16.bulk";

        @Test
        void pausesPurgesAndResumesAQueue() throws Exception {
            assertThat(verb("queue", "pause", QUEUE)).as(terminal.err()).isZero();
            assertThat(verb(
                            "submit",
                            "--tenant",
                            "held",
                            "--prompt",
                            "x",
                            "--id",
                            "r",
                            "--size",
                            "64x64",
                            "--images",
                            "3",
                            "--lane",
                            "bulk"))
                    .isZero();
            awaitWaiting(3);
            assertThat(verb("queue", "list", QUEUE, "--tenant", "held")).isZero();

            assertThat(verb("queue", "purge", QUEUE, "--tenant", "held", "--yes"))
                    .as(terminal.err())
                    .isZero();
            assertThat(verb("watch", "held/r")).isEqualTo(1);
            assertThat(verb("queue", "resume", QUEUE)).isZero();

            assertThat(terminal.out())
                    .contains("Paused " + QUEUE + ": 0 jobs wait")
                    .containsPattern("held +3 .* paused")
                    .contains("Purged tenant held in " + QUEUE + ": 3 jobs waited, none does")
                    .contains("held/r failed", "PURGED", "Resumed " + QUEUE + ": 0 jobs wait");
        }

        private void awaitWaiting(int jobs) throws Exception {
            JsonNode backlog;
            do {
                backlog = json("queue", "list", QUEUE, "--json");
            } while (backlog.at("/totals/jobsWaiting").asInt() != jobs);
        }
    }

    private int verb(String... command) {
        return terminal.run(with(command, "--data", data.toString()));
    }

    /** The one line that a verb prints. */
    private static JsonNode json(String... command) throws Exception {
        RecordingTerminal asked = new RecordingTerminal();
        assertThat(asked.run(with(command, "--data", data.toString())))
                .as(asked.err())
                .isZero();
        return new ObjectMapper().readTree(asked.out());
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
