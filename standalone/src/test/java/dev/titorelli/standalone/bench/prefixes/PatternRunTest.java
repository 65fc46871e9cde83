package dev.titorelli.standalone.bench.prefixes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.worker.batch.KeptPrefixes;
import dev.titorelli.worker.model.OmniGen;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the painter of a worker finds of small pictures of the shipped model; a prefix and its time tokens are wanted for each branch. */
final class PatternRunTest {

    private static final long PLENTY = 1L << 28;
    private static final OmniGen MODEL = OmniGen.open(Path.of("../models/shapes"));
    private final PrefixPatterns patterns = new PrefixPatterns("0".repeat(64), MODEL.defaults(), 32, 32, 1);

    @AfterAll
    static void close() {
        MODEL.close();
    }

    /** Two branches of a picture from text, three of one from a picture. */
    @ParameterizedTest
    @CsvSource({
        "n images, 12, 4",
        "seed sweep of an edit, 18, 6",
        "retry of an edit, 6, 6",
        "default negative prompt, 6, 10",
        "instructions for a picture, 12, 12"
    })
    void findsEverythingThatAPictureOfThePatternBeforeHadToo(String name, long hits, long misses) {
        PrefixPattern pattern = patterns.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        KeptPrefixes kept = kept(pattern, PLENTY);
        assertThat(kept.hits()).as("hits").isEqualTo(hits);
        assertThat(kept.misses()).as("misses").isEqualTo(misses);
        assertThat(kept.savedNanos()).as("saved").isPositive();
    }

    @Test
    void findsNothingWhenNothingMayBeKept() {
        PrefixPattern pattern = patterns.all().get(0);
        assertThat(kept(pattern, 0)).isEqualTo(new KeptPrefixes(0, 0, 16, 0));
    }

    @Test
    void makesTheSamePicturesWithKeptPrefixesAsWithout() {
        PrefixPattern pattern = patterns.all().get(4);
        assertThat(PatternRun.of(MODEL, pattern, PLENTY, true).pictures())
                .hasSize(4)
                .isEqualTo(PatternRun.of(MODEL, pattern, 0, true).pictures());
    }

    @Test
    void sharesNothingBetweenTenantsButTheModelsOwnNegativePrompt() {
        Job ours = patterns.job("acme", "a red circle", 0);
        Job theirs = patterns.job("zeta", "a red circle", 0);
        assertThat(hits(ours, theirs)).as("prefix and time tokens").isEqualTo(2);
        ours.setNegativePrompt("blue squares");
        theirs.setNegativePrompt("blue squares");
        assertThat(hits(ours, theirs)).isZero();
        assertThat(hits(ours, ours)).isEqualTo(4);
    }

    private static long hits(Job... jobs) {
        return kept(new PrefixPattern("tenants", false, List.of(jobs), List.of()), PLENTY)
                .hits();
    }

    private static KeptPrefixes kept(PrefixPattern pattern, long keptBytes) {
        return PatternRun.of(MODEL, pattern, keptBytes, false).kept();
    }
}
