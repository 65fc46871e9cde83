package dev.titorelli.worker.schedule;

import java.util.Arrays;

/** A rate that follows what is measured: a moving mean of the median of the last five, so that a single outlier leaves it be. */
final class SmoothedRate {

    private static final int WINDOW = 5;
    private static final double WEIGHT = 0.3;

    private final double[] last = new double[WINDOW];
    private long samples;
    private double value;

    static SmoothedRate of(double first) {
        SmoothedRate rate = new SmoothedRate();
        rate.add(first);
        return rate;
    }

    void add(double sample) {
        last[(int) (samples % WINDOW)] = sample;
        samples++;
        double median = median();
        value = samples <= WINDOW ? median : value + WEIGHT * (median - value);
    }

    double value() {
        return value;
    }

    private double median() {
        double[] sorted = Arrays.copyOf(last, (int) Math.min(samples, WINDOW));
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }
}
