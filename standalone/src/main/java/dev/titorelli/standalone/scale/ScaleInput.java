package dev.titorelli.standalone.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is pretended: measured times of a model, the mix of jobs, Kafka's times and limits.
 *
 * @param measuredOn where the costs come from, for a person
 * @param deviceBytes device memory for jobs
 * @param maxPrefixTokens the catalogue's limit for a branch
 * @param noise spread of a slice's time around its mean, as the standard deviation of its logarithm
 * @param tenants who share the fleet in equal parts
 * @param places jobs that a worker holds at most: {@code worker.jobs}
 */
record ScaleInput(
        String measuredOn,
        long deviceBytes,
        int maxPrefixTokens,
        double noise,
        int tenants,
        int places,
        List<BucketCost> buckets,
        List<MixPart> mix,
        KafkaTimes kafka,
        BrokerLimits broker) {

    private static final String MEDIUM = "medium.json";

    ScaleInput {
        requirePresent("buckets", buckets);
        requirePresent("mix", mix);
        requirePresent("kafka", kafka);
        requirePresent("broker", broker);
        buckets = List.copyOf(buckets);
        mix = List.copyOf(mix);
        require("buckets", !buckets.isEmpty());
        require("mix", !mix.isEmpty());
        requireAtLeast("tenants", tenants, 1);
        requireAtLeast("places", places, 1);
        require("noise", noise >= 0);
        List<Integer> known = buckets.stream().map(BucketCost::tokens).toList();
        for (MixPart part : mix) {
            require("mix: tokens " + part.tokens(), known.contains(part.tokens()));
        }
    }

    /**
     * A bucket's measured device time.
     *
     * @param tokens output tokens of its pictures
     * @param prefixTokens of each branch
     * @param prefillMs of a picture: all branches and their time tokens
     * @param stepMs of one step, by the pictures that step together
     * @param decodeMs of a picture
     * @param decodeBlocks in how many equal parts a decode can be cut
     */
    record BucketCost(
            int tokens,
            List<Integer> prefixTokens,
            double prefillMs,
            NavigableMap<Integer, Double> stepMs,
            double decodeMs,
            int decodeBlocks) {
        BucketCost {
            prefixTokens = List.copyOf(prefixTokens);
            stepMs = new TreeMap<>(stepMs);
            require("prefixTokens", !prefixTokens.isEmpty());
            require("stepMs", !stepMs.isEmpty());
        }

        /** Milliseconds of a step; between and beyond the measured numbers of pictures growing evenly. */
        double stepMs(int pictures) {
            Map.Entry<Integer, Double> fewer = stepMs.floorEntry(pictures);
            Map.Entry<Integer, Double> more = stepMs.ceilingEntry(pictures);
            if (fewer == null || more == null) {
                Map.Entry<Integer, Double> near = fewer == null ? more : fewer;
                return near.getValue() * pictures / near.getKey();
            }
            int between = more.getKey() - fewer.getKey();
            double part = between == 0 ? 0 : (pictures - fewer.getKey()) / (double) between;
            return fewer.getValue() + part * (more.getValue() - fewer.getValue());
        }

        /** Milliseconds of a picture's step in the batch that suits it best. */
        double bestStepMs() {
            return stepMs.entrySet().stream()
                    .mapToDouble(e -> e.getValue() / e.getKey())
                    .min()
                    .orElseThrow();
        }

        double jobMs(int steps) {
            return prefillMs + steps * bestStepMs() + decodeMs;
        }
    }

    /** Jobs of a queue, as a part of all jobs. */
    record MixPart(int tokens, Lane lane, double share, int steps) {}

    /** A time that varies: its median and its 95th percentile. */
    record Spread(double p50Ms, double p95Ms) {
        Spread {
            if (!(p50Ms > 0 && p95Ms >= p50Ms)) {
                throw new IllegalArgumentException(
                        "p50Ms %s, p95Ms %s: allowed is 0 < p50Ms <= p95Ms".formatted(p50Ms, p95Ms));
            }
        }
    }

    BucketCost bucket(int tokens) {
        return buckets.stream().filter(b -> b.tokens() == tokens).findFirst().orElseThrow();
    }

    /** Device milliseconds of a mean job. */
    double meanJobMs() {
        return mix.stream()
                        .mapToDouble(
                                part -> part.share() * bucket(part.tokens()).jobMs(part.steps()))
                        .sum()
                / shares();
    }

    double shares() {
        return mix.stream().mapToDouble(MixPart::share).sum();
    }

    /** The shipped file: the medium random model. */
    static byte[] shipped() throws IOException {
        try (InputStream file = ScaleInput.class.getResourceAsStream(MEDIUM)) {
            return file.readAllBytes();
        }
    }

    static ScaleInput of(byte[] json) throws IOException {
        return new ObjectMapper().readValue(json, ScaleInput.class);
    }

    static void requirePresent(String what, Object value) {
        require(what, value != null);
    }

    static void requireAtLeast(String what, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("%s %d: allowed is %d and above".formatted(what, value, least));
        }
    }

    private static void require(String what, boolean good) {
        if (!good) {
            throw new IllegalArgumentException(what + ": missing or out of range");
        }
    }
}
