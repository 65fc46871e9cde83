package dev.titorelli.standalone.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.EventKind;
import dev.titorelli.Lane;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.plan.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINE = "{\"stages\":[{\"prompt\":\"a red circle\"}]}";

    @TempDir
    private Path folder;

    private final FakeSystem system = new FakeSystem();
    private final List<Totals> shown = new ArrayList<>();
    private String name = "spring";
    private int window = 10;

    @Test
    void completesEveryLineUnderItsOwnIdAndSealsTheBatch() throws IOException {
        Result result = run(LINE, LINE, "", LINE);

        assertThat(result.lines()).containsExactly(Map.entry(LineEnd.COMPLETED, 3));
        assertThat(results())
                .extracting(entry -> entry.path("line").asInt() + " "
                        + entry.path("requestId").asText())
                .containsExactlyInAnyOrder("1 spring-00000001", "2 spring-00000002", "4 spring-00000004");
        assertThat(system.seals).containsExactly(3L);
    }

    @Test
    void readsTheExample() throws IOException {
        assertThat(run(Path.of("..", "examples", "batch.jsonl")).lines())
                .containsOnly(Map.entry(LineEnd.COMPLETED, 4));
    }

    @Test
    void givesALineWhatItDoesNotSay() throws IOException {
        run(LINE, "{\"requestId\":\"own\",\"lane\":\"interactive\",\"stages\":[{\"prompt\":\"x\"}]}");

        assertThat(system.taken.get("spring-00000001").getLane()).isEqualTo(Lane.BULK);
        assertThat(system.taken.get("spring-00000001").getTenant()).isEqualTo("acme");
        assertThat(system.taken.get("spring-00000001").getBatch()).isEqualTo("spring");
        assertThat(system.taken.get("own").getLane()).isEqualTo(Lane.INTERACTIVE);
    }

    @Test
    void namesABatchAfterItsFileWhereItHasNoOtherName() throws IOException {
        Path file = write(LINE);

        assertThat(BatchFile.of(file).name()).matches("[0-9a-f]{12}");
        assertThat(BatchFile.of(file).name())
                .isEqualTo(
                        BatchFile.of(Files.copy(file, folder.resolve("copy"))).name());
    }

    @Test
    void reportsBrokenLinesByTheirNumberAndGoesOn() throws IOException {
        Result result = run(
                "{\"stages\":[{\"prompt\":",
                LINE,
                "{\"stagez\":[]}",
                "[]",
                "{\"tenant\":\"other\",\"stages\":[{\"prompt\":\"x\"}]}",
                "{\"batch\":\"other\",\"stages\":[{\"prompt\":\"x\"}]}",
                "{\"requestId\":\"no spaces\",\"stages\":[{\"prompt\":\"x\"}]}",
                LINE);

        assertThat(result.lines()).containsOnly(Map.entry(LineEnd.COMPLETED, 2), Map.entry(LineEnd.BROKEN, 6));
        assertThat(errors()).extracting(entry -> entry.path("line").asInt()).containsExactly(1, 3, 4, 5, 6, 7);
        assertThat(errors())
                .extracting(entry -> entry.path("message").asText())
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("no JSON at column 22"),
                        text -> assertThat(text).contains("stagez"),
                        text -> assertThat(text).isNotEmpty(),
                        text -> assertThat(text).startsWith("tenant 'other': allowed is 'acme'"),
                        text -> assertThat(text).startsWith("batch 'other': allowed is 'spring'"),
                        text -> assertThat(text).startsWith("requestId 'no spaces'"));
        assertThat(system.seals).containsExactly(2L);
    }

    @Test
    void reportsALineThatIsNoUtf8AndOneThatIsTooLong() throws IOException {
        Path file = write(LINE);
        Files.write(file, new byte[] {'"', (byte) 0xC3, '"', '\n'}, StandardOpenOption.APPEND);
        Files.writeString(file, " ".repeat(LineSource.MAX_BYTES) + LINE + "\n" + LINE, StandardOpenOption.APPEND);

        run(file);

        assertThat(errors())
                .extracting(entry -> entry.path("message").asText())
                .containsExactly("the line is no UTF-8", "the line has more than 524288 bytes");
        assertThat(results()).hasSize(2);
    }

    @Test
    void readsAFileWithAByteOrderMarkAndOtherLineEnds() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.writeString(file, "\uFEFF" + LINE + "\r\n\r\n" + LINE + "\r\n");

        assertThat(run(file).lines()).containsOnly(Map.entry(LineEnd.COMPLETED, 2));
    }

    @Test
    void reportsAnIdThatAnEarlierLineHas() throws IOException {
        String own = "{\"requestId\":\"own\",\"stages\":[{\"prompt\":\"x\"}]}";
        String stolen = "{\"requestId\":\"spring-00000001\",\"stages\":[{\"prompt\":\"x\"}]}";

        run(LINE, own, own, stolen);

        assertThat(errors()).extracting(entry -> entry.path("line").asInt()).containsExactly(3, 4);
        assertThat(errors().get(0).path("message").asText()).contains("earlier line");
        assertThat(errors().get(1).path("message").asText()).contains("another line");
    }

    @Test
    void knowsAnIdThatALineOfAnEarlierRunHas() throws IOException {
        String own = "{\"requestId\":\"own\",\"stages\":[{\"prompt\":\"x\"}]}";
        Path file = write(own, LINE, own);
        window = 1;
        system.breaksAfter = 1;
        assertThatThrownBy(() -> run(file)).hasMessage("killed");
        system.forgetClient();

        run(file);

        assertThat(errors()).extracting(entry -> entry.path("line").asInt()).containsExactly(3);
    }

    @Test
    void tellsWhatBecameOfRequestsThatDidNotComplete() throws IOException {
        system.ends.put("spring-00000001", EventKind.REJECTED);
        system.ends.put("spring-00000002", EventKind.EXPIRED);
        system.ends.put("spring-00000003", EventKind.FAILED);

        Result result = run(LINE, LINE, LINE, LINE);

        assertThat(result.count(LineEnd.REJECTED, LineEnd.EXPIRED, LineEnd.FAILED))
                .isEqualTo(3);
        assertThat(errors())
                .extracting(entry -> entry.path("state").asText())
                .containsExactlyInAnyOrder("REJECTED", "EXPIRED", "FAILED");
        assertThat(system.seals).containsExactly(4L);
    }

    @Test
    void neverHasMoreUnfinishedThanTheWindow() throws IOException {
        window = 7;

        run(lines(100));

        assertThat(system.mostUnfinished).isEqualTo(7);
        assertThat(shown).allMatch(totals -> totals.unfinished() <= 7);
    }

    @Test
    void aSecondRunSendsNothing() throws IOException {
        Path file = write(lines(30));
        run(file);
        system.sent.clear();

        Result again = run(file);

        assertThat(system.sent).isEmpty();
        assertThat(again.lines()).containsOnly(Map.entry(LineEnd.COMPLETED, 30));
        assertThat(results()).hasSize(30);
    }

    @Test
    void aRunAfterAKillFindsAgainWhatWasSent() throws IOException {
        Path file = write(lines(100));
        system.breaksAfter = 42;
        assertThatThrownBy(() -> run(file)).hasMessage("killed");
        system.forgetClient();
        int before = system.sent.size();

        run(file);

        assertThat(system.taken).hasSize(100);
        assertThat(system.sent).doesNotHaveDuplicates().hasSize(100);
        assertThat(system.sent.size() - before).isEqualTo(58);
        assertThat(results())
                .extracting(entry -> entry.path("line").asInt())
                .doesNotHaveDuplicates()
                .hasSize(100);
        assertThat(system.seals).containsExactly(100L);
    }

    @Test
    void followsToItsEndWhatWasSentBeforeAKillAndHasNotEnded() throws IOException {
        Path file = write(lines(3));
        system.paints = false;
        system.breaksAfter = 2;
        assertThatThrownBy(() -> run(file)).hasMessage("killed");
        system.forgetClient();
        system.breaksAfter = Integer.MAX_VALUE;
        system.paints = true;

        runThen(file, system::paintAll);

        assertThat(system.sent).containsExactlyInAnyOrder("spring-00000001", "spring-00000002", "spring-00000003");
        assertThat(results()).hasSize(3);
    }

    @Test
    void cutsOffALineThatAKillHasTorn() throws IOException {
        Path file = write(lines(5));
        run(file);
        Path log = folder.resolve("out/results.jsonl");
        String whole = Files.readString(log);
        Files.writeString(log, whole.substring(0, whole.length() - 20));

        run(file);

        assertThat(results()).extracting(entry -> entry.path("line").asInt()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(system.sent).doesNotHaveDuplicates();
    }

    @Test
    void findsEverythingAgainWithoutItsFolder() throws IOException {
        Path file = write(lines(40));
        run(file);
        Files.move(folder.resolve("out"), folder.resolve("elsewhere"));

        run(file);

        assertThat(system.sent).doesNotHaveDuplicates();
        assertThat(results()).hasSize(40);
    }

    @Test
    void saysThatTheFileHasChanged() throws IOException {
        run(LINE);
        Path changed = write(LINE, LINE);

        assertThatThrownBy(() -> run(changed))
                .isInstanceOf(BatchRefusedException.class)
                .hasMessageContaining("is not the file that batch spring began with");
    }

    @Test
    void saysWhichLinesHaveChangedWhereTheFolderIsAnother() throws IOException {
        run(LINE, LINE);
        Files.move(folder.resolve("out"), folder.resolve("elsewhere"));

        Result result = run(LINE, "{\"stages\":[{\"prompt\":\"something else\"}]}");

        assertThat(result.lines()).containsOnly(Map.entry(LineEnd.COMPLETED, 1), Map.entry(LineEnd.CONFLICT, 1));
        assertThat(errors().get(0).path("requestId").asText()).isEqualTo("spring-00000002");
        assertThat(system.sent).hasSize(2);
    }

    @Test
    void saysThatAFolderBelongsToAnotherBatch() throws IOException {
        run(LINE);
        name = "summer";

        assertThatThrownBy(() -> run(write(LINE)))
                .isInstanceOf(BatchRefusedException.class)
                .hasMessageContaining("belongs to batch acme/spring, and this is acme/summer");
    }

    @Test
    void letsNoTwoRunsIntoAFolder() throws IOException {
        BatchFile file = BatchFile.of(write(LINE));
        try (BatchFolder first = BatchFolder.open(folder.resolve("out"), plan(), file)) {
            assertThatThrownBy(() -> BatchFolder.open(folder.resolve("out"), plan(), file))
                    .isInstanceOf(FileSystemException.class);
            assertThat(first.results()).doesNotExist();
        }
    }

    @Test
    void triesAgainUnderAnotherIdAfterAFullQueueWithTheSeedOfTheLinesOwnId() throws IOException {
        system.fullFor = 2;
        window = 1;

        Result result = run(LINE);

        assertThat(result.lines()).containsOnly(Map.entry(LineEnd.COMPLETED, 1));
        assertThat(system.sent).containsExactly("spring-00000001", "spring-00000001-r2", "spring-00000001-r3");
        assertThat(system.taken.get("spring-00000001-r3").getStages().get(0).getSeed())
                .isEqualTo(Seeds.derived(new RequestId("acme", "spring-00000001"), "image"));
        JsonNode entry = results().get(0);
        assertThat(entry.path("requestId").asText()).isEqualTo("spring-00000001");
        assertThat(entry.path("sentAs").asText()).isEqualTo("spring-00000001-r3");
        assertThat(entry.path("tries").asInt()).isEqualTo(3);
        assertThat(system.seals).containsExactly(3L);
    }

    @Test
    void anEarlierRunsFullQueueIsTriedAgainToo() throws IOException {
        Path file = write(lines(20));
        system.fullFor = 5;
        system.breaksAfter = 5;
        assertThatThrownBy(() -> run(file)).hasMessage("killed");
        system.forgetClient();

        run(file);

        assertThat(results())
                .extracting(entry -> entry.path("line").asInt())
                .doesNotHaveDuplicates()
                .hasSize(20);
        assertThat(system.sent).doesNotHaveDuplicates();
    }

    @Test
    void goesOnWhenKafkaComesBack() throws IOException {
        system.awayFor = 7;

        assertThat(run(lines(20)).lines()).containsOnly(Map.entry(LineEnd.COMPLETED, 20));
    }

    @Test
    void settlesAnEmptyFileAtOnce() throws IOException {
        assertThat(run(new String[0]).lines()).isEmpty();
        assertThat(system.seals).containsExactly(0L);
    }

    private static String[] lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> LINE).toArray(String[]::new);
    }

    private Result run(String... lines) throws IOException {
        return run(write(lines));
    }

    private Result run(Path path) throws IOException {
        return runThen(path, () -> {});
    }

    /** @param then done whenever the run tells where it stands */
    private Result runThen(Path path, Runnable then) throws IOException {
        BatchFile file = BatchFile.of(path);
        try (BatchFolder own = BatchFolder.open(folder.resolve("out"), plan(), file)) {
            BatchRun.Surroundings around =
                    new BatchRun.Surroundings(system, (id, images) -> List.of(), new FastClock());
            return BatchRun.run(file, plan(), own, around, totals -> {
                shown.add(totals);
                then.run();
            });
        }
    }

    private BatchPlan plan() {
        return new BatchPlan("acme", name, "BULK", null, window);
    }

    private Path write(String... lines) throws IOException {
        return Files.writeString(
                folder.resolve("a.jsonl"),
                String.join("\n", lines) + (lines.length == 0 ? "" : "\n"),
                StandardCharsets.UTF_8);
    }

    private List<JsonNode> results() throws IOException {
        return read("results.jsonl");
    }

    private List<JsonNode> errors() throws IOException {
        return read("errors.jsonl");
    }

    private List<JsonNode> read(String file) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out").resolve(file))) {
            entries.add(JSON.readTree(line));
        }
        return entries;
    }

    /** Every look at it is 50 ms later, so that nobody waits. */
    private static final class FastClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofMillis(50));
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
