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
 */
record ScaleInput(
        String measuredOn,
        long deviceBytes,
        int maxPrefixTokens,
        double noise,
        int tenants,
        List<BucketCost> buckets,
        List<MixPart> mix,
        KafkaTimes kafka) {

    private static final String MEDIUM = "medium.json";

    ScaleInput {
        buckets = List.copyOf(buckets);
        mix = List.copyOf(mix);
        require("buckets", !buckets.isEmpty());
        require("mix", !mix.isEmpty());
        require("tenants", tenants > 0);
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
    record Spread(double p50Ms, double p95Ms) {}

    /**
     * Times and limits around the broker.
     *
     * @param release from a request, or from the decision to release, to the job on its topic
     * @param poll from there to a worker that polls
     * @param start from the poll to the ACCEPT's success: STARTED is written in between
     * @param word from a worker's word to the queue's ear: started, ended
     * @param heartbeatMs between heartbeats
     * @param groupMembers of a share group
     * @param sessions share sessions of a broker
     * @param recordLocks records of a queue that may be polled and not accepted
     */
    record KafkaTimes(
            Spread release,
            Spread poll,
            Spread start,
            Spread word,
            long heartbeatMs,
            int groupMembers,
            int sessions,
            int recordLocks) {}

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

    private static void require(String what, boolean good) {
        if (!good) {
            throw new IllegalArgumentException(what + ": missing or out of range");
        }
    }
}
