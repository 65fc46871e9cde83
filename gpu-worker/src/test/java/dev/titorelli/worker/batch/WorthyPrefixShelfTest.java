package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.worker.model.KeysAndValues;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.PrefixSharing;
import dev.titorelli.worker.model.PrefixShelf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Prefixes of the shipped model, which took as long as the test says. */
final class WorthyPrefixShelfTest {

    private static final OmniGen MODEL = OmniGen.open(Path.of("../models/shapes"));
    private static final long LONG = 1_000_000;
    private long pace = 1;
    private final WorthyPrefixShelf shelf = new WorthyPrefixShelf(1L << 30);

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void keepsWhatTookLongLongerThanWhatCameLater() {
        pace = LONG;
        start("a red circle");
        long bytes = shelf.counted().bytes();
        shelf.bound(2 * bytes);
        pace = 1;
        start("a blue circle");
        start("a green circle");
        assertThat(shelf.counted().bytes()).isPositive().isLessThanOrEqualTo(2 * bytes);
        assertThat(hitsOf("a red circle")).as("prefix and time tokens").isEqualTo(2);
    }

    @Test
    void dropsWhatIsWorthLeastWhenItGetsLess() {
        start("a blue circle");
        long bytes = shelf.counted().bytes();
        pace = LONG;
        start("a red circle");
        shelf.bound(shelf.counted().bytes() - bytes);
        assertThat(hitsOf("a red circle")).isEqualTo(2);
        assertThat(hitsOf("a blue circle")).isZero();
    }

    @Test
    void keepsNothingOnceItIsCleared() {
        start("a red circle");
        shelf.clear();
        assertThat(shelf.counted()).isEqualTo(new KeptPrefixes(0, 0, 2, 0));
        assertThat(hitsOf("a red circle")).isZero();
    }

    @Test
    void countsWhatEachHitSavesAsLongAsItTookToCompute() {
        pace = LONG;
        start("a red circle");
        pace = 1;
        assertThat(shelf.counted().savedNanos()).isZero();
        start("a red circle");
        long once = shelf.counted().savedNanos();
        start("a red circle");
        assertThat(once).isGreaterThanOrEqualTo(2 * LONG);
        assertThat(shelf.counted().savedNanos()).isEqualTo(2 * once);
    }

    @Test
    void keepsWhatHeldJobsHaveAndNoSecondOneOfIt() {
        KeysAndValues first = computed();
        KeysAndValues second = computed();
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(second.memory()).isNotEqualTo(first.memory());
        assertThat(shelf.keep(first, LONG)).isTrue();
        shelf.bound(0, Set.of(first.memory(), second.memory()));
        assertThat(shelf.counted().bytes()).isZero();
        assertThat(shelf.keep(second, LONG)).isFalse();
        assertThat(shelf.find(first.key())).hasValue(first);
        shelf.bound(0, Set.of());
        assertThat(shelf.find(first.key())).isEmpty();
        second.close();
    }

    @Test
    void goesOnKeepingWhatWasHeldWhereThereIsRoom() {
        KeysAndValues computed = computed();
        shelf.bound(0, Set.of(computed.memory()));
        assertThat(shelf.keep(computed, LONG)).isTrue();
        shelf.bound(computed.bytes(), Set.of());
        assertThat(shelf.find(computed.key())).hasValue(computed);
        assertThat(shelf.counted().bytes()).isEqualTo(computed.bytes());
        shelf.clear();
    }

    /** A prefix that no shelf knows. */
    private static KeysAndValues computed() {
        List<KeysAndValues> computed = new ArrayList<>();
        PrefixShelf all = new PrefixShelf() {
            @Override
            public Optional<KeysAndValues> find(String key) {
                return Optional.empty();
            }

            @Override
            public boolean keep(KeysAndValues one, long nanos) {
                return computed.add(one);
            }
        };
        Job job =
                Job.newBuilder(aJob()).setGuidanceScale(1).setMaxInputSizePx(64).build();
        MODEL.start(OmniGenPainter.parameters(job, List.of()), new PrefixSharing(all, "acme"))
                .close();
        return computed.get(0);
    }

    private long hitsOf(String prompt) {
        long before = shelf.counted().hits();
        start(prompt);
        return shelf.counted().hits() - before;
    }

    private void start(String prompt) {
        Job job = Job.newBuilder(aJob())
                .setPrompt(prompt)
                .setGuidanceScale(1)
                .setMaxInputSizePx(64)
                .build();
        MODEL.start(OmniGenPainter.parameters(job, List.of()), new PrefixSharing(paced(), "acme"))
                .close();
    }

    private PrefixShelf paced() {
        return new PrefixShelf() {
            @Override
            public Optional<KeysAndValues> find(String key) {
                return shelf.find(key);
            }

            @Override
            public boolean keep(KeysAndValues computed, long nanos) {
                return shelf.keep(computed, pace);
            }
        };
    }
}
