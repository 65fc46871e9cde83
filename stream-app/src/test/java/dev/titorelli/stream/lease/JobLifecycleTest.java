package dev.titorelli.stream.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The whole life of a job in one table: what every word of every speaker means wherever the job stands. The job is at
 * attempt 2. Who speaks: the run w1 that holds it, or any run of attempt 2 when none does; another run of attempt 2; a run
 * of attempt 1; a run of an attempt that there was never.
 */
class JobLifecycleTest {

    private static final String TABLE =
            """
            standing    | word             | holder     | other run | older attempt | later attempt
            ENQUEUED    | STARTED          | Own        | Own       | FenceStranger | FenceStranger
            ENQUEUED    | RUNNING          | Ignore     | Ignore    | Ignore        | Ignore
            ENQUEUED    | SUCCEEDED        | Succeed    | Succeed   | Succeed       | Succeed
            ENQUEUED    | SUCCEEDED_BARELY | Retry      | Retry     | Ignore        | Ignore
            ENQUEUED    | FAILED           | Retry      | Retry     | Ignore        | Ignore
            ENQUEUED    | FAILED_FOR_GOOD  | Fail       | Fail      | Ignore        | Ignore
            ENQUEUED    | RETURNED         | Retry      | Retry     | Ignore        | Ignore
            RELEASED    | STARTED          | Own        | Own       | FenceStranger | FenceStranger
            RELEASED    | RUNNING          | Ignore     | Ignore    | Ignore        | Ignore
            RELEASED    | SUCCEEDED        | Succeed    | Succeed   | Succeed       | Succeed
            RELEASED    | SUCCEEDED_BARELY | Retry      | Retry     | Ignore        | Ignore
            RELEASED    | FAILED           | Retry      | Retry     | Ignore        | Ignore
            RELEASED    | FAILED_FOR_GOOD  | Fail       | Fail      | Ignore        | Ignore
            RELEASED    | RETURNED         | Retry      | Retry     | Ignore        | Ignore
            STARTED     | STARTED          | Ignore     | Own       | FenceStranger | FenceStranger
            STARTED     | RUNNING          | FirstStep  | Ignore    | Ignore        | Ignore
            STARTED     | SUCCEEDED        | Succeed    | Succeed   | Succeed       | Succeed
            STARTED     | SUCCEEDED_BARELY | Retry      | Ignore    | Ignore        | Ignore
            STARTED     | FAILED           | Retry      | Ignore    | Ignore        | Ignore
            STARTED     | FAILED_FOR_GOOD  | Fail       | Ignore    | Ignore        | Ignore
            STARTED     | RETURNED         | Retry      | Ignore    | Ignore        | Ignore
            RUNNING     | STARTED          | Ignore     | Own       | FenceStranger | FenceStranger
            RUNNING     | RUNNING          | Ignore     | Ignore    | Ignore        | Ignore
            RUNNING     | SUCCEEDED        | Succeed    | Succeed   | Succeed       | Succeed
            RUNNING     | SUCCEEDED_BARELY | Retry      | Ignore    | Ignore        | Ignore
            RUNNING     | FAILED           | Retry      | Ignore    | Ignore        | Ignore
            RUNNING     | FAILED_FOR_GOOD  | Fail       | Ignore    | Ignore        | Ignore
            RUNNING     | RETURNED         | Retry      | Ignore    | Ignore        | Ignore
            BACKING_OFF | STARTED          | FenceStranger | FenceStranger | FenceStranger | FenceStranger
            BACKING_OFF | RUNNING          | Ignore     | Ignore    | Ignore        | Ignore
            BACKING_OFF | SUCCEEDED        | Succeed    | Succeed   | Succeed       | Succeed
            BACKING_OFF | SUCCEEDED_BARELY | Ignore     | Ignore    | Ignore        | Ignore
            BACKING_OFF | FAILED           | Ignore     | Ignore    | Ignore        | Ignore
            BACKING_OFF | FAILED_FOR_GOOD  | Ignore     | Ignore    | Ignore        | Ignore
            BACKING_OFF | RETURNED         | Ignore     | Ignore    | Ignore        | Ignore
            """;

    private static final List<Speaker> SPEAKERS = List.of(
            new Speaker("holder", 2, "w1"),
            new Speaker("other run", 2, "w2"),
            new Speaker("older attempt", 1, "w0"),
            new Speaker("later attempt", 3, "w3"));

    /** Words that nobody waits for. */
    private static final List<OutcomeKind> SILENT =
            List.of(OutcomeKind.CANCELLED, OutcomeKind.INSPECTED, OutcomeKind.UNKNOWN);

    private record Speaker(String name, int attempt, String run) {}

    /** What can be said; two kinds of outcome mean two things each. */
    private enum Word {
        STARTED(OutcomeKind.STARTED),
        RUNNING(OutcomeKind.RUNNING),
        SUCCEEDED(OutcomeKind.SUCCEEDED),
        SUCCEEDED_BARELY(OutcomeKind.SUCCEEDED),
        FAILED(OutcomeKind.FAILED),
        FAILED_FOR_GOOD(OutcomeKind.FAILED),
        RETURNED(OutcomeKind.RETURNED);

        private final OutcomeKind kind;

        Word(OutcomeKind kind) {
            this.kind = kind;
        }

        Outcome by(Speaker speaker) {
            Outcome.Builder said = said(kind, speaker);
            if (this == SUCCEEDED) {
                said.setImage(ImageObject.newBuilder().setKey("k").build());
            } else if (this == FAILED || this == FAILED_FOR_GOOD) {
                said.setFailure(new Failure("ANY", "", this == FAILED));
            }
            return said.build();
        }
    }

    private static Outcome.Builder said(OutcomeKind kind, Speaker speaker) {
        return Outcome.newBuilder()
                .setKind(kind)
                .setTenant("acme")
                .setRequestId("r1")
                .setAttempt(speaker.attempt())
                .setWorkerRun(speaker.run())
                .setHeartbeat(10);
    }

    private static JobRow job(JobStanding standing) {
        boolean held = standing == JobStanding.STARTED || standing == JobStanding.RUNNING;
        return JobRow.newBuilder()
                .setJobId("acme/r1/image/0")
                .setStage("image")
                .setIndex(0)
                .setQueue("mini.tokens-64")
                .setStanding(standing)
                .setAttempt(2)
                .setWorkerRun(held ? "w1" : "")
                .setHeartbeat(held ? 10 : 0)
                .build();
    }

    /** Expected verdicts by "standing word speaker". */
    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        TABLE.lines().skip(1).forEach(line -> {
            List<String> cells =
                    Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            for (int i = 0; i < SPEAKERS.size(); i++) {
                table.put(key(cells.get(0), cells.get(1), SPEAKERS.get(i)), cells.get(2 + i));
            }
        });
        return table;
    }

    private static String key(Object standing, Object word, Speaker speaker) {
        return standing + " " + word + " " + speaker.name();
    }

    @TestFactory
    List<DynamicTest> everyWordWhereverTheJobStands() {
        Map<String, String> table = table();
        List<DynamicTest> tests = new ArrayList<>();
        for (JobStanding standing : JobStanding.values()) {
            for (Word word : Word.values()) {
                SPEAKERS.forEach(speaker -> tests.add(test(table, standing, word, speaker)));
            }
        }
        return tests;
    }

    /** A standing that only a later version knows is read as UNKNOWN: a job that nobody has started. */
    private static DynamicTest test(Map<String, String> table, JobStanding standing, Word word, Speaker speaker) {
        JobStanding like = standing == JobStanding.UNKNOWN ? JobStanding.ENQUEUED : standing;
        return DynamicTest.dynamicTest(
                key(standing, word, speaker),
                () -> assertThat(verdict(standing, word.by(speaker))).isEqualTo(table.get(key(like, word, speaker))));
    }

    @Test
    void wordsThatNobodyWaitsForChangeNothing() {
        for (JobStanding standing : JobStanding.values()) {
            for (OutcomeKind kind : SILENT) {
                SPEAKERS.forEach(speaker -> assertThat(
                                verdict(standing, said(kind, speaker).build()))
                        .isEqualTo("Ignore"));
            }
        }
    }

    @Test
    void theTableHasEveryKindOfOutcome() {
        List<OutcomeKind> kinds = new ArrayList<>(SILENT);
        Stream.of(Word.values()).map(word -> word.kind).forEach(kinds::add);

        assertThat(kinds).contains(OutcomeKind.values());
    }

    private static String verdict(JobStanding standing, Outcome outcome) {
        return LeaseRules.verdict(job(standing), outcome).getClass().getSimpleName();
    }
}
