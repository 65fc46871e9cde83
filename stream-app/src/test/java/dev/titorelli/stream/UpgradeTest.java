package dev.titorelli.stream;

import static dev.titorelli.stream.RequestFixture.TENANT;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.FailedJob;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.Violation;
import dev.titorelli.identity.JobId;
import dev.titorelli.stream.StateSnapshot.Name;
import dev.titorelli.stream.row.BatchRow;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.EndedCountRow;
import dev.titorelli.stream.row.InspectionRow;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.QueueRow;
import dev.titorelli.stream.row.ReleasedRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.UndecodedRow;
import dev.titorelli.stream.row.WaitingRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What older versions left behind opens under this one; see CONTRIBUTING, "Change the state". */
class UpgradeTest {

    private static final Path SNAPSHOTS = Path.of("src", "test", "resources", "state");
    private static final Duration DEADLINE = Duration.ofHours(1);
    private static final Set<String> EXPIRING = Set.of("accepted", "expiring");
    private static final Set<String> INDICES =
            Set.of("held", "released", "timer", "ended", "accepted", "due", "schema");
    private static final Map<String, Class<? extends SpecificRecord>> KINDS = Map.ofEntries(
            Map.entry("request", RequestRow.class),
            Map.entry("body", GenerationRequest.class),
            Map.entry("plan", Job.class),
            Map.entry("job", JobRow.class),
            Map.entry("image", EventImage.class),
            Map.entry("failure", FailedJob.class),
            Map.entry("violation", Violation.class),
            Map.entry("waiting-job", WaitingRow.class),
            Map.entry("released-job", ReleasedRow.class),
            Map.entry("queue", QueueRow.class),
            Map.entry("early-cancel", EarlyCancelRow.class),
            Map.entry("ended-count", EndedCountRow.class),
            Map.entry("inspection", InspectionRow.class),
            Map.entry("batch", BatchRow.class),
            Map.entry("record", UndecodedRow.class));

    @TempDir
    private Path stateDir;

    static List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(SNAPSHOTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void findsEveryNodeStoreAndTopicAgain(Path file) throws IOException {
        try (Rig rig = Rig.withModel(stateDir)) {
            SortedSet<Name> present = StateSnapshot.namesOf(rig.description());
            present.add(new Name("application", KeptNames.defaultApplicationId(stateDir)));

            assertThat(missing(StateSnapshot.read(file).names(), present))
                    .as("names that %s has and this topology has not: what they hold would be lost", file.getFileName())
                    .isEmpty();
        }
    }

    private static SortedSet<Name> missing(SortedSet<Name> before, SortedSet<Name> now) {
        SortedSet<Name> missing = new TreeSet<>(before);
        missing.removeAll(now);
        return missing;
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void readsEveryRow(Path file) {
        StateSnapshot left = StateSnapshot.read(file);
        try (Rig rig = new Rig(stateDir, left)) {
            left.rows().forEach((store, rows) -> rows.keySet().forEach(key -> readRow(rig, store, key)));
        }
    }

    static void readRow(Rig rig, String store, String key) {
        String kind = key.substring(0, key.indexOf('/'));
        if (!INDICES.contains(kind)) {
            assertThat(KINDS).as("kinds of rows, for " + key).containsKey(kind);
            String own = key.substring(kind.length() + 1);
            assertThat(new Rows<>(rig.store(store), kind, KINDS.get(kind)).find(own))
                    .as("row %s of store %s", key, store)
                    .isPresent();
        }
    }

    @Test
    void namesTheRowThatCantBeRead() throws IOException {
        StateSnapshot left = StateSnapshot.read(snapshots().get(0));
        left.rows().get("requests").put("job/acme/running/image/0", new byte[] {1, 2, 3});
        try (Rig rig = new Rig(stateDir, left)) {
            assertThatThrownBy(() -> readRow(rig, "requests", "job/acme/running/image/0"))
                    .hasMessageContaining("job/acme/running/image/0");
        }
    }

    @Test
    void namesTheStoreThatIsGone() throws IOException {
        SortedSet<Name> before = StateSnapshot.read(snapshots().get(0)).names();
        SortedSet<Name> now = new TreeSet<>(before);
        Name requests = new Name("store", "requests");
        now.remove(requests);

        assertThat(missing(before, now)).containsExactly(requests);
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void bringsUnfinishedRequestsToTheirEnd(Path file) {
        StateSnapshot left = StateSnapshot.read(file);
        try (Rig rig = new Rig(stateDir, left)) {
            Map<String, RequestRow> before = open(rig);
            goOn(rig);

            Map<String, List<Event>> events = rig.events().stream().collect(Collectors.groupingBy(Event::getRequestId));
            assertThat(open(rig)).isEmpty();
            assertThat(ends(events)).isEqualTo(expectedEnds(before));
            before.forEach((id, row) -> assertThat(events.get(id))
                    .as("events of %s", id)
                    .extracting(Event::getSequence)
                    .startsWith(row.getSequence() + 1)
                    .isSorted()
                    .doesNotHaveDuplicates());
        }
    }

    /** Workers do what is asked for; the request of an early cancel comes; the registry answers; two deadlines pass. */
    private static void goOn(Rig rig) {
        rig.announce();
        rig.heartbeat("w1");
        rig.request(aRequest().called("cancelled-early").build());
        rig.pass(Duration.ofSeconds(2));
        for (Set<String> done = new TreeSet<>(); done.addAll(finishJobs(rig)); ) {
            rig.pass(Duration.ofSeconds(1));
        }
        rig.pass(DEADLINE);
    }

    private static List<String> finishJobs(Rig rig) {
        List<JobRow> jobs = rows(rig, "job", JobRow.class).startingWith("").stream()
                .filter(job -> EXPIRING.stream().noneMatch(id -> job.getJobId().startsWith(TENANT + "/" + id + "/")))
                .toList();
        jobs.forEach(job -> rig.outcome(OutcomeFixture.succeeded(painted(job), "w1")));
        return jobs.stream().map(JobRow::getJobId).toList();
    }

    private static Job painted(JobRow row) {
        return Job.newBuilder()
                .setJobId(row.getJobId())
                .setTenant(TENANT)
                .setRequestId(JobId.parse(row.getJobId()).request().id())
                .setStage(row.getStage())
                .setIndex(row.getIndex())
                .setAttempt(row.getAttempt())
                .setQueue(row.getQueue())
                .setOutputKey("images/" + row.getJobId())
                .build();
    }

    private static Map<String, EventKind> ends(Map<String, List<Event>> events) {
        Map<String, EventKind> ends = new TreeMap<>();
        events.forEach((id, told) -> ends.put(id, told.get(told.size() - 1).getKind()));
        return ends;
    }

    private static Map<String, EventKind> expectedEnds(Map<String, RequestRow> before) {
        Map<String, EventKind> expected = new TreeMap<>();
        before.keySet().forEach(id -> expected.put(id, EventKind.COMPLETED));
        EXPIRING.forEach(id -> expected.put(id, EventKind.EXPIRED));
        expected.put("chain-failing", EventKind.FAILED);
        expected.put("cancelled-early", EventKind.CANCELLED);
        expected.put("undecoded", EventKind.COMPLETED);
        return expected;
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void stillKnowsARequestThatComesAgain(Path file) {
        try (Rig rig = new Rig(stateDir, StateSnapshot.read(file))) {
            rig.announce();
            rows(rig, "body", GenerationRequest.class).startingWith("").forEach(rig::request);
            for (String ended : List.of("failed", "cancelled", "refused")) {
                rig.request(aRequest().called(ended).build());
            }

            assertThat(rig.events()).isEmpty();
            assertThat(rig.deadRequests()).isEmpty();
        }
    }

    /** Rows of requests that have not ended, by request. */
    private static Map<String, RequestRow> open(Rig rig) {
        return rows(rig, "request", RequestRow.class).startingWith("").stream()
                .filter(row -> row.getEndedAt() == 0)
                .collect(Collectors.toMap(RequestRow::getRequestId, row -> row, (one, other) -> one, TreeMap::new));
    }

    private static <V extends SpecificRecord> Rows<V> rows(Rig rig, String kind, Class<V> type) {
        return new Rows<>(rig.store("requests"), kind, type);
    }
}
