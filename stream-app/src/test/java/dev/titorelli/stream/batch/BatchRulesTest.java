package dev.titorelli.stream.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.stream.batch.BatchRules.Counted;
import dev.titorelli.stream.row.BatchRow;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchRulesTest {

    private final BatchRow row = BatchRules.opened(word(BatchRecordKind.ACCEPTED, "r1"), 1);

    @ParameterizedTest
    @EnumSource(
            value = BatchRecordKind.class,
            names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED", "REJECTED"})
    void countsAnEndOnceHoweverOftenItComes(BatchRecordKind end) {
        Counted once = BatchRules.count(row, word(end, "r1"), Counted.NOT);
        BatchRules.count(row, word(end, "r1"), once);
        BatchRules.count(row, word(BatchRecordKind.ACCEPTED, "r1"), once);

        assertThat(once).isEqualTo(Counted.ENDED);
        assertThat(BatchRules.ends(row).values()).containsOnlyOnce(1L).contains(0L);
        assertThat(row.getAccepted() + row.getRejected()).isEqualTo(1);
    }

    @Test
    void countsWhatWasAcceptedAsUnfinished() {
        Counted now = BatchRules.count(row, word(BatchRecordKind.ACCEPTED, "r1"), Counted.NOT);

        assertThat(now).isEqualTo(Counted.ACCEPTED);
        assertThat(row.getAccepted()).isEqualTo(1);
        assertThat(BatchRules.ends(row).values()).containsOnly(0L);
    }

    @Test
    void isNotDoneBeforeItIsSealed() {
        BatchRules.count(row, word(BatchRecordKind.COMPLETED, "r1"), Counted.NOT);

        assertThat(BatchRules.isDone(row)).isFalse();
    }

    @Test
    void isDoneWhenAsManyHaveEndedAsTheSealSaid() {
        BatchRules.seal(row, 2L);
        BatchRules.count(row, word(BatchRecordKind.COMPLETED, "r1"), Counted.NOT);
        assertThat(BatchRules.isDone(row)).isFalse();

        BatchRules.count(row, word(BatchRecordKind.FAILED, "r2"), Counted.NOT);
        assertThat(BatchRules.isDone(row)).isTrue();
    }

    @Test
    void aSealWithoutANumberMeansThoseThatAreKnown() {
        BatchRules.seal(row, null);
        assertThat(BatchRules.isDone(row)).as("nobody is known").isFalse();

        Counted accepted = BatchRules.count(row, word(BatchRecordKind.ACCEPTED, "r1"), Counted.NOT);
        assertThat(BatchRules.isDone(row)).as("one is unfinished").isFalse();

        BatchRules.count(row, word(BatchRecordKind.EXPIRED, "r1"), accepted);
        assertThat(BatchRules.isDone(row)).isTrue();
    }

    @Test
    void aLaterSealKnowsBetterUnlessItKnowsNothing() {
        BatchRules.seal(row, 2L);
        BatchRules.seal(row, 3L);
        BatchRules.seal(row, null);

        assertThat(row.getExpected()).isEqualTo(3);
    }

    @Test
    void aSealAfterTheEndChangesNothing() {
        BatchRules.seal(row, 2L);
        row.setCompletedAt(5);
        BatchRules.seal(row, 9L);

        assertThat(row.getExpected()).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithAWord() {
        assertThat(BatchRules.complaint(word(BatchRecordKind.ACCEPTED, "no spaces")))
                .hasValueSatisfying(text -> assertThat(text).startsWith("requestId 'no spaces'"));
        assertThat(BatchRules.complaint(
                        BatchRecord.newBuilder(sealed()).setExpected(-1L).build()))
                .hasValueSatisfying(text -> assertThat(text).isEqualTo("expected '-1': allowed is 0 and above"));
        assertThat(BatchRules.complaint(
                        BatchRecord.newBuilder(sealed()).setBatch("").build()))
                .isPresent();
        assertThat(BatchRules.complaint(
                        BatchRecord.newBuilder(sealed()).setTenant("A").build()))
                .isPresent();
        assertThat(BatchRules.complaint(word(BatchRecordKind.UNKNOWN, "r1"))).isPresent();
    }

    @Test
    void findsNothingWrongWithWordsThatAreRight() {
        assertThat(BatchRules.complaint(sealed())).isEmpty();
        EnumSet<BatchRecordKind> counting = EnumSet.complementOf(EnumSet.of(BatchRecordKind.UNKNOWN));
        assertThat(counting).allSatisfy(kind -> assertThat(BatchRules.complaint(word(kind, "r1")))
                .isEmpty());
    }

    private static BatchRecord sealed() {
        return word(BatchRecordKind.SEALED, "");
    }

    private static BatchRecord word(BatchRecordKind kind, String requestId) {
        return BatchRecord.newBuilder()
                .setKind(kind)
                .setTenant("acme")
                .setBatch("spring")
                .setRequestId(requestId)
                .build();
    }
}
