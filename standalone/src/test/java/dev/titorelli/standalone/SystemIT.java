package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageSize;
import dev.titorelli.Violation;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.identity.RequestId;
import dev.titorelli.identity.Sha256;
import dev.titorelli.standalone.parts.EmbeddedParts;
import dev.titorelli.standalone.parts.Parts;
import dev.titorelli.topic.Topics;
import io.cloudevents.CloudEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Requests in, pictures and events out, through real Kafka, registry, stream app, model, worker. */
@TestInstance(Lifecycle.PER_CLASS)
class SystemIT {

    private static final byte[] UNKNOWN_SCHEMA_ID = {0, 0x7f, 0, 0, 1, 2, 3, 4};

    @TempDir
    private static Path data;

    private SystemOnParts system;
    private SystemUser user;

    /** What the system runs on; a test class that runs on something else says so here. */
    Parts parts(Path folder) {
        return EmbeddedParts.start(folder);
    }

    @BeforeAll
    void start() throws InterruptedException {
        system = SystemOnParts.start(parts(data.resolve("parts")), data.resolve("stream"));
    }

    @AfterAll
    void stop() {
        if (system != null) {
            system.close();
        }
    }

    @BeforeEach
    void connect() {
        user = new SystemUser(system.bootstrapServers(), system.registry());
    }

    @AfterEach
    void disconnect() {
        user.close();
    }

    @Test
    void paintsOnePictureForARequest() throws Exception {
        Event end = user.awaitEnd(user.send(Requests.of(Requests.circle().build())));

        assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getImages()).hasSize(1);
        EventImage painted = end.getImages().get(0);
        byte[] file =
                system.objects().get(painted.getImage().getKey()).orElseThrow().bytes();
        assertThat(Sha256.of(file)).isEqualTo(painted.getImage().getDigest());
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(64);
        assertThat(painted.getSeed()).isEqualTo(7);
    }

    @Test
    void tellsTheWayOfARequestInOrder() {
        RequestId request = user.send(Requests.of(Requests.circle().build()));

        user.awaitEnd(request);

        assertThat(user.eventsOf(request))
                .extracting(Event::getKind)
                .startsWith(EventKind.ACCEPTED)
                .containsSubsequence(EventKind.ACCEPTED, EventKind.RUNNING, EventKind.COMPLETED)
                .endsWith(EventKind.COMPLETED);
        assertThat(user.eventsOf(request))
                .extracting(Event::getSequence)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsAForeignReaderOfCloudEventsAllOfItUnderTheRequestsTrace() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        RequestId request = user.sendTraced(
                Requests.of(Requests.circle().setProgressEverySteps(1).build()), trace);
        user.awaitEnd(request);

        List<CloudEvent> events = CloudEventReader.all(system.bootstrapServers(), "titorelli.event.v1").stream()
                .filter(event -> request.toString().equals(event.getSubject()))
                .toList();
        List<CloudEvent> progress = CloudEventReader.all(system.bootstrapServers(), "titorelli.progress.v1").stream()
                .filter(event -> event.getSubject().startsWith(request + "/"))
                .toList();

        assertThat(events)
                .extracting(CloudEvent::getType)
                .startsWith("dev.titorelli.request.accepted.v1")
                .endsWith("dev.titorelli.request.completed.v1");
        assertThat(progress).extracting(CloudEvent::getType).isNotEmpty().containsOnly("dev.titorelli.job.progress.v1");
        assertThat(Stream.concat(events.stream(), progress.stream()))
                .allSatisfy(
                        event -> assertThat(event.getExtension("traceparent")).isEqualTo(trace))
                .extracting(CloudEvent::getId)
                .doesNotHaveDuplicates();
    }

    @Test
    void paintsImageIWithTheSeedPlusIAndTheSamePixelsAsAlone() {
        Event both = user.awaitEnd(
                user.send(Requests.of(Requests.circle().setImages(2).build())));
        Event alone = user.awaitEnd(
                user.send(Requests.of(Requests.circle().setSeed(8L).build())));

        assertThat(both.getImages()).extracting(EventImage::getSeed).containsExactly(7L, 8L);
        assertThat(both.getImages().get(1).getPixelDigest())
                .isEqualTo(alone.getImages().get(0).getPixelDigest())
                .isNotEqualTo(both.getImages().get(0).getPixelDigest());
    }

    @Test
    void paintsAChainFromStageToStage() {
        Event end = user.awaitEnd(user.send(Requests.of(
                Requests.circle().build(), Requests.recoloured("image").build())));

        assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getImages()).extracting(EventImage::getStage).containsExactlyInAnyOrder("image", "recoloured");
    }

    @Test
    void rejectsWhatTheModelCantPaintAndSaysWhy() {
        RequestId request = user.send(
                Requests.of(Requests.circle().setSize(new ImageSize(65, 64)).build()));

        Event end = user.awaitEnd(request);

        assertThat(end.getKind()).isEqualTo(EventKind.REJECTED);
        assertThat(end.getViolations()).extracting(Violation::getCode).contains("SIZE_NOT_MULTIPLE");
        assertThat(user.eventsOf(request)).hasSize(1);
    }

    @Test
    void putsBytesThatAreNotAvroAsideAndGoesOn() {
        byte[] noise = ("no avro " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        user.sendBytes(Topics.REQUEST, 0, null, noise);

        DeadLetter letter = user.awaitDeadLetter(noise);

        assertThat(letter.getCode()).isEqualTo("NOT_AVRO");
        assertThat(letter.getTopic()).isEqualTo("titorelli.request.v1");
        assertThat(endOf(user.sendTo(0, Requests.of(Requests.circle().build()))))
                .isEqualTo(EventKind.COMPLETED);
    }

    @Test
    void putsAnUnknownSchemaIdAsideAndGoesOn() {
        user.sendBytes(Topics.REQUEST, 1, null, UNKNOWN_SCHEMA_ID);

        assertThat(user.awaitDeadLetter(UNKNOWN_SCHEMA_ID).getCode()).isEqualTo("UNKNOWN_SCHEMA");
        assertThat(endOf(user.sendTo(1, Requests.of(Requests.circle().build()))))
                .isEqualTo(EventKind.COMPLETED);
    }

    @Test
    void servesARequestOnAPartitionThatDoesNotOwnIt() {
        GenerationRequest request = Requests.of(Requests.circle().build());
        int owner = owner(request);

        assertThat(endOf(user.sendTo((owner + 1) % 3, request))).isEqualTo(EventKind.COMPLETED);
    }

    @Test
    void stopsARequestThatIsCancelledWhileItRuns() {
        RequestId request = user.send(Requests.of(Requests.slow().build()));
        user.awaitEvent(request, EventKind.RUNNING);

        user.cancel(request);

        assertThat(endOf(request)).isEqualTo(EventKind.CANCELLED);
        assertThat(endOf(user.send(Requests.of(Requests.circle().build())))).isEqualTo(EventKind.COMPLETED);
    }

    @Test
    void saysNothingNewWhenARequestIsSentAgain() {
        GenerationRequest request = Requests.of(Requests.circle().build());
        RequestId id = user.send(request);
        user.awaitEnd(id);
        int said = user.eventsOf(id).size();

        user.send(request);
        // One sent later to the same partition ends: by then the repeat has been read.
        GenerationRequest later = Requests.of(Requests.circle().build());
        while (owner(later) != owner(request)) {
            later = Requests.of(Requests.circle().build());
        }
        user.awaitEnd(user.send(later));

        assertThat(user.eventsOf(id)).hasSize(said);
    }

    private static int owner(GenerationRequest request) {
        return OwnerPartition.of(request.getTenant() + "/" + request.getRequestId(), 3);
    }

    private EventKind endOf(RequestId request) {
        return user.awaitEnd(request).getKind();
    }
}
