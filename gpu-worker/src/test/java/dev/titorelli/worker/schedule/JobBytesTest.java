package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JobBytesTest {

    private final JobBytes bytes = new JobBytes(Jobs.SIZES);

    @Test
    void keysAndValuesOfTheWholeRowCount() {
        long places = 60 + 1 + 256;

        assertThat(bytes.prefix(new RowLength(60, 256))).isEqualTo(8 * 8 * 64 * places * 2 * 4);
    }

    @Test
    void aSharedPrefixIsNotOneOfItsOwnBytes() {
        JobSize job = new JobSize(List.of(new RowLength(60, 256), new RowLength(10, 256)), 10);

        assertThat(bytes.all(job))
                .isEqualTo(bytes.own(job)
                        + bytes.prefix(new RowLength(60, 256))
                        + bytes.prefix(new RowLength(10, 256))
                        + 2 * bytes.timeTokens(10));
    }

    @Test
    void countsWhatALongPrefillKeepsBetweenItsSlices() {
        JobSize shorter = new JobSize(List.of(new RowLength(100_000, 1), new RowLength(10, 1)), 10);
        JobSize longer = new JobSize(List.of(new RowLength(100_001, 1), new RowLength(10, 1)), 10);

        assertThat(bytes.own(longer) - bytes.own(shorter)).isEqualTo((512 + 2 * 64) * 4);
    }

    @Property(tries = 200)
    void noJobIsLargerThanItsQueuesWorstCase(
            @ForAll @IntRange(min = 0, max = 500) int prefix,
            @ForAll @IntRange(min = 1, max = 256) int tokens,
            @ForAll @IntRange(min = 1, max = 3) int branches,
            @ForAll @IntRange(min = 1, max = 50) int steps) {
        JobSize job = JobSize.worstCase(tokens, prefix, branches, steps);

        assertThat(bytes.all(job)).isLessThanOrEqualTo(bytes.all(JobSize.worstCase(256, 500, 3, 50)));
    }
}
