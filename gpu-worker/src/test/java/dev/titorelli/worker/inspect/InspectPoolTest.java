package dev.titorelli.worker.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.InspectWish;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.header.Trace;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.topic.Topics;
import dev.titorelli.uri.UriAllowList;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.fetch.FetchLimits;
import dev.titorelli.worker.fetch.FetchSettings;
import dev.titorelli.worker.fetch.FileFetch;
import dev.titorelli.worker.fetch.Network;
import dev.titorelli.worker.fetch.StrangeServer;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import dev.titorelli.worker.object.PutResult;
import dev.titorelli.worker.object.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InspectPoolTest {

    private static final byte[] PICTURE = PngWriter.write(new RgbImage(3, 2, new byte[18]), new TreeMap<>());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final List<String> results = new ArrayList<>();
    private final SentRecords sent = new SentRecords(true);
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private StrangeServer server;

    @BeforeEach
    void start() throws IOException {
        server = StrangeServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void storesWhatItFetchedByItsContent() {
        server.on("/a", StrangeServer.response("200 OK\r\nContent-Type: text/html", PICTURE));

        Outcome answer = answer(Wishes.ofUri(address("/a")));

        String key = ObjectKeys.input(Wishes.TENANT, Sha256.of(PICTURE));
        assertThat(answer.getImage()).isEqualTo(new ImageObject(key, Sha256.of(PICTURE), "image/png", 3, 2));
        assertThat(objects.get(key).orElseThrow().bytes()).isEqualTo(PICTURE);
    }

    @Test
    void answersWithinTheTraceOfTheRequest() {
        answer(Wishes.ofObject("inputs/acme/none", ""));

        assertThat(sent.records(Topics.OUTCOME))
                .singleElement()
                .satisfies(record -> assertThat(Trace.of(record.headers())).isEqualTo(TRACE));
    }

    @Test
    void countsByResult() {
        server.on("/a", StrangeServer.file(PICTURE));

        answer(Wishes.ofUri(address("/a")));
        answer(Wishes.ofObject("inputs/acme/none", ""));

        assertThat(results).containsExactly("found", "INPUT_NOT_FOUND");
    }

    @Test
    void answersWhereTheWishCameFromAndNamesTheInput() {
        server.on("/a", StrangeServer.file(PICTURE));

        Outcome answer = answer(Wishes.ofUri(address("/a")));

        assertThat(answer.getKind()).isEqualTo(OutcomeKind.INSPECTED);
        assertThat(answer.getTenant() + "/" + answer.getRequestId() + "/" + answer.getStage() + "/" + answer.getIndex())
                .isEqualTo("acme/r-1/image/2");
        assertThat(answer.getAttempt()).isEqualTo(3);
        assertThat(answer.getWorkerRun()).isEqualTo("run-1");
        assertThat(sent.records(Topics.OUTCOME)).singleElement().satisfies(record -> {
            assertThat(record.partition()).isEqualTo(1);
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme/r-1");
        });
    }

    @Test
    void tellsTheSizeAsAPersonSeesIt() throws IOException {
        byte[] turned = Files.readAllBytes(Path.of("src/test/resources/pictures/turned-in-png.png"));
        ByteBuffer header = ByteBuffer.wrap(turned);
        server.on("/a", StrangeServer.file(turned));

        ImageObject input = answer(Wishes.ofUri(address("/a"))).getImage();

        assertThat(List.of(input.getHeightPx(), input.getWidthPx()))
                .containsExactly(header.getInt(16), header.getInt(20))
                .doesNotHaveDuplicates();
    }

    @Test
    void fetchesTheSameInputTwiceWithoutHarm() {
        server.on("/a", StrangeServer.file(PICTURE));

        Outcome first = answer(Wishes.ofUri(address("/a")));
        Outcome second = answer(Wishes.ofUri(address("/a")));

        assertThat(second.getImage()).isEqualTo(first.getImage()).isNotNull();
    }

    @Test
    void refusesWhatIsNoPictureWhateverItsHeaderSays() {
        byte[] page = "<html>no picture</html>".getBytes(StandardCharsets.UTF_8);
        server.on("/a", StrangeServer.response("200 OK\r\nContent-Type: image/png", page));

        Failure failure = answer(Wishes.ofUri(address("/a"))).getFailure();

        assertThat(failure.getCode()).isEqualTo("UNREADABLE_PICTURE");
        assertThat(failure.getRetryable()).isFalse();
        assertThat(failure.getMessage()).contains("allowed: PNG, JPEG, WebP");
    }

    @Test
    void refusesAPictureThatIsCutOff() {
        server.on("/a", StrangeServer.file(Arrays.copyOf(PICTURE, PICTURE.length / 2)));

        assertThat(answer(Wishes.ofUri(address("/a"))).getFailure().getMessage())
                .contains("cut off");
    }

    @Test
    void refusesAFewBytesThatPromiseAHugePicture() {
        byte[] bomb = PICTURE.clone();
        ByteBuffer.wrap(bomb).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(bomb, 12, 17);
        ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());
        server.on("/a", StrangeServer.file(bomb));

        assertThat(answer(Wishes.ofUri(address("/a"))).getFailure().getMessage())
                .contains("100000 x 100000 = 10000000000 pixels");
    }

    @Test
    void refusesMorePixelsThanTheWishAllows() {
        server.on("/a", StrangeServer.file(PICTURE));
        InspectWish wish = InspectWish.newBuilder(Wishes.ofUri(address("/a")))
                .setMaxPixels(5)
                .build();

        assertThat(answer(wish).getFailure().getMessage()).contains("6 pixels; allowed: at most 5");
    }

    @Test
    void passesOnWhyAFileWasNotFetched() {
        Failure failure = answer(Wishes.ofUri(address("/missing?token=secret"))).getFailure();

        assertThat(failure.getCode()).isEqualTo("URI_NOT_FETCHED");
        assertThat(failure.getMessage())
                .contains("127.0.0.1 answers with status 404")
                .doesNotContain("secret");
    }

    @Test
    void looksAtAnObjectWhereItLies() {
        store("images/acme/r-0/image/0-abc.png");

        Outcome answer = answer(Wishes.ofObject("images/acme/r-0/image/0-abc.png", ""));

        assertThat(answer.getImage())
                .isEqualTo(new ImageObject("images/acme/r-0/image/0-abc.png", Sha256.of(PICTURE), "image/png", 3, 2));
    }

    @Test
    void tellsOfAnObjectThatIsMissing() {
        assertThat(answer(Wishes.ofObject("inputs/acme/none", "")).getFailure().getCode())
                .isEqualTo("INPUT_NOT_FOUND");
    }

    @Test
    void tellsOfAnObjectWithAnotherDigest() {
        store("inputs/acme/a.png");

        assertThat(answer(Wishes.ofObject("inputs/acme/a.png", "0".repeat(64)))
                        .getFailure()
                        .getCode())
                .isEqualTo("INPUT_CHANGED");
    }

    @Test
    void refusesAnotherTenantsObject() {
        store("inputs/other/a.png");

        for (String key : List.of("inputs/other/a.png", "inputs/acme/../other/a.png", "previews/acme/a.png", "")) {
            assertThat(answer(Wishes.ofObject(key, "")).getFailure().getCode()).isEqualTo("NOT_ALLOWED");
        }
    }

    @Test
    void refusesAnObjectOfTooManyBytes() {
        store("inputs/acme/a.png");
        InspectWish wish = InspectWish.newBuilder(Wishes.ofObject("inputs/acme/a.png", ""))
                .setMaxBytes(10)
                .build();

        assertThat(answer(wish).getFailure().getCode()).isEqualTo("INPUT_TOO_LARGE");
    }

    @Test
    void tellsThatTheStoreIsAway() {
        Failure failure = answer(Wishes.ofObject("inputs/acme/a.png", ""), new AwayStore())
                .getFailure();

        assertThat(failure.getCode()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(failure.getRetryable()).isTrue();
    }

    private void store(String key) {
        objects.putIfAbsent(key, PICTURE, new ObjectMetadata("image/png", Sha256.of(PICTURE), new TreeMap<>()));
    }

    private String address(String path) {
        return server.at("127.0.0.1", path);
    }

    private Outcome answer(InspectWish wish) {
        return answer(wish, objects);
    }

    private Outcome answer(InspectWish wish, ObjectStore store) {
        FetchLimits limits = new FetchLimits(1 << 20, PATIENCE, PATIENCE, PATIENCE, 1);
        FetchSettings fetching = new FetchSettings(
                UriAllowList.of(List.of("http://127.0.0.1:" + server.port())),
                List.of(Network.parse("127.0.0.1/32")),
                limits);
        try (FileFetch fetch = new FileFetch(fetching)) {
            Clock clock = Clock.fixed(Wishes.NOON, ZoneOffset.UTC);
            InspectPool pool = new InspectPool(
                    InspectSettings.DEFAULT,
                    new InputInspection(fetch, store, limits.maxBytes()),
                    new InspectAnswers(sent.sender(), "run-1", clock));
            pool.tally((result, nanos) -> results.add(result));
            pool.answer(new AskedWish(wish, TRACE));
            pool.close();
        }
        List<Outcome> answers = sent.values(Topics.OUTCOME);
        return answers.get(answers.size() - 1);
    }

    /** Never answers. */
    private static final class AwayStore implements ObjectStore {
        @Override
        public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
            throw new ObjectStoreUnavailableException("away", null);
        }

        @Override
        public Optional<StoredObject> get(String key) {
            throw new ObjectStoreUnavailableException("away", null);
        }

        @Override
        public Optional<ObjectMetadata> head(String key) {
            throw new ObjectStoreUnavailableException("away", null);
        }

        @Override
        public void remove(String key) {
            throw new ObjectStoreUnavailableException("away", null);
        }
    }
}
