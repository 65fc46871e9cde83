package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.Job;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.DataFixture.Left;
import dev.titorelli.standalone.client.StreamQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data folders that older versions left behind, with unfinished requests; see CONTRIBUTING, "Change the state". */
class UpgradeIT {

    private static final Path KEPT = Path.of("..", "stream-app", "src", "test", "resources", "data");
    private static final String APPLICATION = "titorelli.stream-app-";

    /** What later versions keep beside what the first one kept: rooms that were added, which begin empty as they should. */
    private static final Set<String> ADDED = Set.of(
            APPLICATION + "queues-changelog",
            APPLICATION + "batches-changelog",
            APPLICATION + "undecoded-batch-records-changelog");

    @TempDir
    private Path folder;

    @TempDir
    private Path notes;

    static List<Path> descriptions() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void endsWhatWasUnfinishedAndTellsNothingTwice(Path description) throws Exception {
        DataFixture left = DataFixture.read(description);
        left.unpack(folder);
        loseOneTasksFiles();
        try (FolderSystem system = new FolderSystem(folder, notes)) {
            system.setUp();
            // Silence is waited for in short ticks, as the worker that held a job is gone.
            try (FolderStream stream = system.stream(Duration.ofSeconds(1));
                    ProgramProcess worker = system.worker("--worker.heartbeat.ms=500");
                    SystemUser user = system.user()) {
                left.requests().forEach(request -> requireEnd(request, user));
                left.requests().forEach(request -> requireEvents(request, user.eventsOf(id(request))));
                requireAnswers(left, stream.queries());
                requireTopics(left, system);
                requireJobsOnce(system);
                assertThat(worker.said()).doesNotContain("broken", "unexpected");
                assertThat(user.letters()).extracting(DeadLetter::getCode).containsExactly("ID_CONFLICT");
            }
        }
    }

    /** As after a kill: what this task keeps comes from its changelogs, what the others keep from their files. */
    private void loseOneTasksFiles() throws IOException {
        Path task = folder.resolve("streams").resolve("titorelli.stream-app").resolve("2_1");
        assertThat(task).isDirectory();
        try (Stream<Path> files = Files.walk(task)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void requireEnd(Left request, SystemUser user) {
        Event end = user.awaitEnd(id(request));
        assertThat(end.getKind()).as("end of %s: %s", request, end).isEqualTo(request.end());
    }

    /** What was told stays as it was told, and goes on with the next number up to the one end. */
    private static void requireEvents(Left request, List<Event> events) {
        assertThat(events.stream().map(Event::getKind).limit(request.told().size()))
                .as("first events of %s", request)
                .isEqualTo(request.told());
        assertThat(events)
                .as("numbers of the events of %s", request)
                .extracting(Event::getSequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events)
                .as("ends of %s", request)
                .extracting(Event::getKind)
                .filteredOn(SystemUser.FINAL::contains)
                .containsExactly(request.end());
        if (request.isFinished()) {
            assertThat(events).as("events of %s", request).hasSameSizeAs(request.told());
        }
    }

    private static void requireAnswers(DataFixture left, StreamQueries queries) {
        for (Left request : left.requests()) {
            assertThat(queries.find(id(request)))
                    .as("status of %s", request)
                    .hasValueSatisfying(found -> assertThat(found.state()).isEqualTo(request.end()));
        }
    }

    /** A topic of the app's own under another name means that what the old one holds is not read. */
    private static void requireTopics(DataFixture left, FolderSystem system) throws Exception {
        Map<String, Integer> now = new TreeMap<>();
        for (TopicDescription topic : system.admin()
                .describeTopics(system.admin().listTopics().names().get())
                .allTopicNames()
                .get()
                .values()) {
            now.put(topic.name(), topic.partitions().size());
        }
        assertThat(now).as("topics and their partitions").containsAllEntriesOf(left.partitions());
        assertThat(now.keySet())
                .as("topics of the stream app's own: a new one begins empty")
                .filteredOn(topic -> topic.startsWith(APPLICATION) && !ADDED.contains(topic))
                .isSubsetOf(left.partitions().keySet());
    }

    private static void requireJobsOnce(FolderSystem system) throws Exception {
        List<Job> jobs = system.jobs();
        assertThat(jobs).as("jobs").isNotEmpty();
        assertThat(jobs.stream().map(job -> job.getJobId() + ", attempt " + job.getAttempt()))
                .as("jobs that were sent to workers")
                .doesNotHaveDuplicates();
    }

    private static RequestId id(Left request) {
        return new RequestId(DataFixture.TENANT, request.id());
    }
}
