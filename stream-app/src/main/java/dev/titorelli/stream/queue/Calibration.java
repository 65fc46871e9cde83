package dev.titorelli.stream.queue;

import java.util.OptionalDouble;

/**
 * What a nominal millisecond is in real device time: what ended jobs really took, the last hundred or so; before the first
 * one what workers measured of a step; before that, one. One thread at a time.
 */
final class Calibration {

    private static final double KEPT = 0.99;

    private double usedMs;
    private double nominalMs;

    Calibration(double usedMs, double nominalMs) {
        this.usedMs = usedMs;
        this.nominalMs = nominalMs;
    }

    /** A job has ended. */
    void learn(long jobNominalMs, long jobUsedMs) {
        nominalMs = KEPT * nominalMs + jobNominalMs;
        usedMs = KEPT * usedMs + jobUsedMs;
    }

    /** @param measured what workers say, as a factor too */
    double factor(OptionalDouble measured) {
        return nominalMs > 0 && usedMs > 0 ? usedMs / nominalMs : measured.orElse(1);
    }

    double usedMs() {
        return usedMs;
    }

    double nominalMs() {
        return nominalMs;
    }
}
