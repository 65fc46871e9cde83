package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.batch.LineEnd;
import dev.titorelli.standalone.batch.Result;
import dev.titorelli.standalone.batch.Totals;
import dev.titorelli.standalone.terminal.ProgressBoard;
import dev.titorelli.standalone.terminal.ProgressLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchCommandTest {

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path folder;

    @Test
    void saysWhatToGiveWithoutAFile() {
        assertThat(terminal.run("batch")).isEqualTo(2);

        assertThat(terminal.err()).contains("give a file of requests, or batch status NAME, or batch seal NAME");
    }

    @Test
    void explainsItsVerbsBesideItsFile() {
        assertThat(terminal.run("batch", "--help")).isZero();

        assertThat(terminal.out()).contains("FILE.jsonl", "status", "seal", "examples/batch.jsonl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--window=0|--window 0: allowed is 1 to 10000",
                "--name=no spaces|--name 'no spaces'",
                "--tenant=NO|--tenant 'NO'",
                "--lane=fast|--lane 'fast': expected interactive or bulk"
            })
    void namesAWrongOption(String option, String said) throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "");

        assertThat(terminal.run("batch", file.toString(), option)).isEqualTo(2);

        assertThat(terminal.err()).contains(said);
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThat(terminal.run("batch", folder.resolve("none.jsonl").toString()))
                .isEqualTo(6);

        assertThat(terminal.err()).contains("no file " + folder.resolve("none.jsonl"));
    }

    @Test
    void sealsNoNegativeNumber() {
        assertThat(terminal.run("batch", "seal", "spring", "--expected=-1")).isEqualTo(2);

        assertThat(terminal.err()).contains("--expected -1: allowed is 0 and above");
    }

    @Test
    void asksForNoBatchThatCanNotBe() {
        assertThat(terminal.run("batch", "status", "no spaces")).isEqualTo(2);

        assertThat(terminal.err()).contains("batch 'no spaces'");
    }

    @Test
    void endsWithTheWorstOfItsLines() {
        assertThat(BatchEnd.exitCode(new Result(Map.of(LineEnd.COMPLETED, 3)))).isEqualTo(ExitCode.OK);
        assertThat(BatchEnd.exitCode(new Result(Map.of(LineEnd.BROKEN, 1, LineEnd.EXPIRED, 1))))
                .isEqualTo(ExitCode.REJECTED);
        assertThat(BatchEnd.exitCode(new Result(Map.of(LineEnd.BROKEN, 1, LineEnd.FAILED, 1))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(BatchEnd.words(new Result(Map.of(LineEnd.BROKEN, 1, LineEnd.COMPLETED, 2))))
                .isEqualTo("2 completed, 1 broken");
    }

    @Test
    void showsHowManyAreDoneHowFastAndHowLongItTakes() {
        Ticks clock = new Ticks();
        List<String> shown = new ArrayList<>();
        BatchBoard board = new BatchBoard("spring", new Shown(shown), clock);

        board.show(new Totals(100, 0, 0, 10, 0));
        clock.now = clock.now.plusSeconds(10);
        board.show(new Totals(100, 18, 2, 10, 3));
        board.show(new Totals(100, 19, 2, 10, 0));

        assertThat(shown)
                .containsExactly(
                        "running, 0 of 100",
                        "running, 20 of 100, 2 failed, 3 wait for a full queue, 2.0/s, 40.0 s left");
    }

    private record Shown(List<String> lines) implements ProgressBoard {
        @Override
        public void show(List<ProgressLine> now) {
            now.forEach(line -> lines.add(line.state() + ", " + line.detail()));
        }

        @Override
        public void say(String line) {}
    }

    private static final class Ticks extends Clock {
        private Instant now = Instant.EPOCH.plus(Duration.ofDays(1));

        @Override
        public Instant instant() {
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
