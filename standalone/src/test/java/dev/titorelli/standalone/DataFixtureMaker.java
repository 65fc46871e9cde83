package dev.titorelli.standalone;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import dev.titorelli.InputImage;
import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.Stage;
import dev.titorelli.StageOutput;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.DataFixture.Left;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Runs a system in a fresh folder, brings requests into many states, stops everything and packs the folder. Run once for
 * each released form of the state, by {@code src/test/data-fixture}; see CONTRIBUTING.
 */
final class DataFixtureMaker {

    /** One worker serves this queue alone; what belongs to others stays unfinished. */
    private static final String SERVED = "--worker.queues=shapes.tokens-16";

    private static final ImageSize SMALL = new ImageSize(64, 64);
    private static final ImageSize UNSERVED = new ImageSize(128, 128);
    private static final int MOST_STEPS = 500;

    private final FolderSystem system;
    private final SystemUser user;
    private final SortedMap<String, EventKind> ends = new TreeMap<>();

    private DataFixtureMaker(FolderSystem system, SystemUser user) {
        this.system = system;
        this.user = user;
    }

    /** Appends to the description that it is given and writes the archive beside it. */
    public static void main(String[] arguments) throws Exception {
        Path description = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("data-fixture");
        DataFixture fixture = make(folder, description);
        Files.write(description, fixture.lines(), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        fixture.pack(folder, List.of("kafka", "streams", "objects"));
    }

    private static DataFixture make(Path folder, Path description) throws Exception {
        try (FolderSystem system = new FolderSystem(folder, Files.createTempDirectory("data-fixture-notes"))) {
            system.setUp();
            keepRecordsForEver(system.admin());
            try (SystemUser user = system.user()) {
                DataFixtureMaker maker = new DataFixtureMaker(system, user);
                maker.run();
                return new DataFixture(description, partitions(system.admin()), maker.left());
            }
        }
    }

    /** The present time must not matter to what a later version finds. */
    private static void keepRecordsForEver(Admin admin) throws Exception {
        AlterConfigOp keep = new AlterConfigOp(new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(admin.listTopics().names().get().stream()
                        .filter(topic -> topic.startsWith("titorelli."))
                        .collect(Collectors.toMap(
                                topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic), topic -> List.of(keep))))
                .all()
                .get();
    }

    private static Map<String, Integer> partitions(Admin admin) throws Exception {
        Map<String, Integer> partitions = new TreeMap<>();
        for (TopicDescription topic : admin.describeTopics(
                        admin.listTopics().names().get())
                .allTopicNames()
                .get()
                .values()) {
            partitions.put(topic.name(), topic.partitions().size());
        }
        return partitions;
    }

    private void run() throws Exception {
        try (FolderStream stream = system.stream(Duration.ofSeconds(5));
                ProgramProcess worker = system.worker(SERVED, "--worker.inspect=off")) {
            finished();
            unfinished();
            stopInTheMiddle(stream, worker);
        }
    }

    private void finished() {
        RequestId completed = send("completed", EventKind.COMPLETED, picture(SMALL));
        Event done = user.awaitEnd(completed);
        send("rejected", EventKind.REJECTED, picture(new ImageSize(100, 100)));
        ImageObject missing = ImageObject.newBuilder(done.getImages().get(0).getImage())
                .setKey("inputs/kept/" + "0".repeat(64))
                .build();
        send("failed", EventKind.FAILED, edit(missing));
        RequestId cancelled = send("cancelled", EventKind.CANCELLED, picture(UNSERVED));
        user.awaitEvent(cancelled, EventKind.WAITING);
        user.cancel(cancelled);
        for (String id : List.of("rejected", "failed", "cancelled")) {
            user.awaitEnd(id(id));
        }
        GenerationRequest conflict = request("completed", picture(UNSERVED));
        user.send(conflict);
        user.awaitDeadLetter(user.framed(conflict));
        ImageObject undigested = ImageObject.newBuilder()
                .setKey(done.getImages().get(0).getImage().getKey())
                .build();
        send("inspected", EventKind.COMPLETED, edit(undigested));
    }

    private void unfinished() {
        send("waiting", EventKind.COMPLETED, picture(UNSERVED));
        send("waiting-for-cancel", EventKind.CANCELLED, picture(UNSERVED));
        send("three-images", EventKind.COMPLETED, picture(UNSERVED).setImages(3));
        GenerationRequest bulk = request("bulk", picture(SMALL));
        bulk.setLane(Lane.BULK);
        send(bulk, EventKind.COMPLETED);
        RequestId chain = send(
                "chain",
                EventKind.COMPLETED,
                picture(SMALL).setName("first"),
                edit(null).setName("second").setSize(UNSERVED).setInputs(List.of(outputOf("first"))));
        for (String id : List.of("waiting", "waiting-for-cancel", "three-images", "bulk")) {
            user.awaitEvent(id(id), EventKind.WAITING);
        }
        user.awaitOutcome(isHeard(chain, OutcomeKind.SUCCEEDED));
        user.awaitEvent(chain, EventKind.WAITING);
    }

    /**
     * The worker stands still while the stream app stops, ends one picture that nobody hears of, and is killed with the next
     * one in its hands.
     */
    private void stopInTheMiddle(FolderStream stream, ProgramProcess worker) throws Exception {
        GenerationRequest late = request("expiring", picture(UNSERVED));
        late.setDeadline(Instant.now().plus(Duration.ofMinutes(2)).truncatedTo(ChronoUnit.MILLIS));
        user.awaitEvent(send(late, EventKind.EXPIRED), EventKind.WAITING);
        RequestId unheard = send("unheard", EventKind.COMPLETED, picture(SMALL).setSteps(MOST_STEPS));
        user.awaitOutcome(isHeard(unheard, OutcomeKind.RUNNING));
        worker.freeze();
        RequestId held = send("held", EventKind.COMPLETED, picture(SMALL).setSteps(MOST_STEPS));
        user.await("a place of " + held, () -> user.eventsOf(held).stream()
                .filter(event -> event.getKind() != EventKind.ACCEPTED)
                .findFirst());
        stream.close();
        worker.thaw();
        send("unread", EventKind.COMPLETED, picture(SMALL));
        user.cancel(id("waiting-for-cancel"));
        user.awaitOutcome(isHeard(unheard, OutcomeKind.SUCCEEDED));
        user.awaitOutcome(isHeard(held, OutcomeKind.RUNNING));
        worker.kill();
        requireUnfinished(held, unheard);
    }

    /** On a machine with much else to do it may have gone otherwise: then it has to be made again. */
    private void requireUnfinished(RequestId held, RequestId unheard) {
        if (user.hasHeardOutcome(isHeard(held, OutcomeKind.SUCCEEDED))) {
            throw new IllegalStateException(held + " was done before its worker was killed");
        }
        if (user.eventsOf(unheard).stream().anyMatch(event -> event.getKind() == EventKind.COMPLETED)) {
            throw new IllegalStateException(unheard + " was done before the stream app was stopped");
        }
    }

    private static Predicate<Outcome> isHeard(RequestId request, OutcomeKind kind) {
        return outcome -> outcome.getRequestId().equals(request.id()) && outcome.getKind() == kind;
    }

    /** What was told of each, and how it has to end. */
    private List<Left> left() {
        return ends.entrySet().stream()
                .map(request -> new Left(
                        request.getKey(),
                        request.getValue(),
                        user.eventsOf(id(request.getKey())).stream()
                                .map(Event::getKind)
                                .toList()))
                .toList();
    }

    private RequestId send(String id, EventKind end, Stage.Builder... stages) {
        return send(request(id, stages), end);
    }

    private RequestId send(GenerationRequest request, EventKind end) {
        ends.put(request.getRequestId(), end);
        return user.send(request);
    }

    private static GenerationRequest request(String id, Stage.Builder... stages) {
        GenerationRequest request =
                Requests.of(Arrays.stream(stages).map(Stage.Builder::build).toArray(Stage[]::new));
        request.setTenant(DataFixture.TENANT);
        request.setRequestId(id);
        return request;
    }

    private static RequestId id(String id) {
        return new RequestId(DataFixture.TENANT, id);
    }

    private static Stage.Builder picture(ImageSize size) {
        return Requests.circle().setSize(size);
    }

    private static Stage.Builder edit(ImageObject input) {
        return picture(SMALL)
                .setPrompt("<img><|image_1|></img> make the circle green")
                .setInputs(List.of(InputImage.newBuilder().setObject(input).build()));
    }

    private static InputImage outputOf(String stage) {
        return InputImage.newBuilder()
                .setStage(StageOutput.newBuilder().setStage(stage).build())
                .build();
    }
}
