package dev.titorelli.standalone.bench.prefixes;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.titorelli.worker.batch.KeptPrefixes;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.tensor.ComputeType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Measures what kept prefixes save: each pattern on a device that keeps them and on one that doesn't, in turn, in one run. */
public final class PrefixBench {

    /** As a worker keeps unless it is told otherwise. */
    private static final long KEPT_BYTES = 512L << 20;

    private static final int ROUNDS = 5;

    private final OmniGen model;
    private final PrefixPatterns patterns;

    private PrefixBench(OmniGen model, PrefixPatterns patterns) {
        this.model = model;
        this.patterns = patterns;
    }

    /** What to measure. */
    public record Wish(int widthPx, int heightPx, int steps, ComputeType compute) {}

    /**
     * A pattern's pictures, all of them together.
     *
     * @param kept prefixes and time tokens that were found or not, their bytes at the end, and the device time that the metric counts as
     *     saved, the median of the rounds
     * @param samePictures whether the pixels with and without are equal
     */
    public record Result(String pattern, int pictures, KeptPrefixes kept, Costs costs, boolean samePictures) {

        /** Part of what was wanted, 0 to 1. */
        @JsonProperty
        public double hitRate() {
            return kept.hits() / (double) (kept.hits() + kept.misses());
        }
    }

    /**
     * What the pictures took; of the rounds the mean of processor time, which the system counts in hundredths, and the median on the clock.
     *
     * @param without the prefill (input pictures, prefixes, time tokens) where nothing is kept
     * @param with the same where prefixes are kept
     * @param rest steps and decoding, which are the same with and without
     */
    public record Costs(Cost without, Cost with, Cost rest) {

        /** Measured. */
        @JsonProperty
        public double savedDeviceSeconds() {
            return without.deviceSeconds() - with.deviceSeconds();
        }

        /** Part of the processor time of the whole pictures, 0 to 1. */
        @JsonProperty
        public double savedPart() {
            return (without.processorSeconds() - with.processorSeconds())
                    / without.plus(rest).processorSeconds();
        }
    }

    /** Opens the model and measures every pattern. */
    public static List<Result> run(Path directory, Wish wish, KeptFolder kept) {
        try (OmniGen model = OmniGen.open(directory, wish.compute(), kept)) {
            PrefixPatterns patterns =
                    new PrefixPatterns(model.digest(), model.defaults(), wish.widthPx(), wish.heightPx(), wish.steps());
            return new PrefixBench(model, patterns).results();
        }
    }

    private List<Result> results() {
        List<PrefixPattern> all = patterns.all();
        all.forEach(pattern -> PatternRun.of(model, pattern, KEPT_BYTES, true)); // warms up
        return all.stream().map(this::result).toList();
    }

    /** The first round alone makes whole pictures: what comes behind the prefill does not depend on where that came from. */
    private Result result(PrefixPattern pattern) {
        List<PatternRun.Took> without = new ArrayList<>();
        List<PatternRun.Took> with = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            without.add(PatternRun.of(model, pattern, 0, round == 0));
            with.add(PatternRun.of(model, pattern, KEPT_BYTES, round == 0));
        }
        KeptPrefixes kept = with.get(0).kept();
        long counted = (long) median(with, took -> took.kept().savedNanos());
        return new Result(
                pattern.name(),
                pattern.jobs().size(),
                new KeptPrefixes(kept.bytes(), kept.hits(), kept.misses(), counted),
                new Costs(prefill(without), prefill(with), without.get(0).rest()),
                without.get(0).pictures().equals(with.get(0).pictures()));
    }

    private static Cost prefill(List<PatternRun.Took> rounds) {
        return new Cost(
                rounds.stream()
                        .mapToDouble(took -> took.prefill().processorSeconds())
                        .average()
                        .orElseThrow(),
                median(rounds, took -> took.prefill().deviceSeconds()));
    }

    private static double median(List<PatternRun.Took> rounds, ToDoubleFunction<PatternRun.Took> seconds) {
        return rounds.stream()
                .mapToDouble(seconds)
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
