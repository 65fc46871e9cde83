package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is noted of a fleet from the end of its warming up. */
final class Measured {

    private final Events events;
    private final long fromNanos;
    private final Map<Lane, Samples> waits = new EnumMap<>(Lane.class);
    private final Map<Lane, Samples> times = new EnumMap<>(Lane.class);
    private final Map<String, Double> servedMs = new TreeMap<>();
    private double cameMs;
    private double busyMs;
    private double usefulMs;
    private double wastedMs;
    private long steps;
    private long stepPictures;

    Measured(Events events, long fromNanos) {
        this.events = events;
        this.fromNanos = fromNanos;
        for (Lane lane : List.of(Lane.INTERACTIVE, Lane.BULK)) {
            waits.put(lane, new Samples());
            times.put(lane, new Samples());
        }
    }

    /** A job has come. */
    void comes(PretendedJob job) {
        cameMs += job.cameNanos() >= fromNanos ? job.deviceMs() : 0;
    }

    /** Device milliseconds of what came. */
    double cameMs() {
        return cameMs;
    }

    /** A run of a job has its first slice; a job waits for that of its first one. */
    void begins(PretendedJob job, int attempt) {
        if (job.cameNanos() >= fromNanos && attempt == 1) {
            waits.get(job.lane()).add(secondsOf(job));
        }
    }

    void ends(PretendedJob job) {
        if (job.cameNanos() >= fromNanos) {
            times.get(job.lane()).add(secondsOf(job));
        }
    }

    /** A slice has ended; the part of it that lies before the measured time does not count. */
    void slice(SimulatedDevice.Turn turn, double ms) {
        double counted = Math.min(1, Math.max(0, (events.nowNanos() - fromNanos) / 1e6 / ms));
        SliceTime time = turn.time();
        busyMs += ms * counted;
        usefulMs += time.idealMs() * counted;
        int pictures = turn.runs().size();
        for (PretendedRun run : turn.runs()) {
            double part = counted * time.idealMs() / pictures;
            run.had(part);
            servedMs.merge(run.job.tenant(), part, Double::sum);
        }
        if (turn.isWholeStep()) {
            steps++;
            stepPictures += pictures;
        }
    }

    /** What was done for a run is of no use to anybody. */
    void wasted(PretendedRun run) {
        usefulMs -= run.usefulMs();
        wastedMs += run.usefulMs();
        servedMs.merge(run.job.tenant(), -run.usefulMs(), Double::sum);
    }

    double wastedMs() {
        return wastedMs;
    }

    double busyMs() {
        return busyMs;
    }

    double usefulMs() {
        return usefulMs;
    }

    Samples waits(Lane lane) {
        return waits.get(lane);
    }

    Samples times(Lane lane) {
        return times.get(lane);
    }

    double picturesPerStep() {
        return stepPictures / (double) Math.max(1, steps);
    }

    /** Jain's index of what the tenants were served: 1 when all got the same, 1/n when one got all. */
    double fairness() {
        double sum = servedMs.values().stream().mapToDouble(x -> x).sum();
        double squares = servedMs.values().stream().mapToDouble(x -> x * x).sum();
        return squares == 0 ? 1 : sum * sum / (servedMs.size() * squares);
    }

    private double secondsOf(PretendedJob job) {
        return (events.nowNanos() - job.cameNanos()) / 1e9;
    }

    /** Numbers to take percentiles of. */
    static final class Samples {
        private double[] values = new double[1024];
        private int count;
        private boolean sorted;

        void add(double value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
            sorted = false;
        }

        int count() {
            return count;
        }

        /** The smallest value that so many of a hundred do not pass; 0 of none. */
        double percentile(int percent) {
            if (!sorted) {
                Arrays.sort(values, 0, count);
                sorted = true;
            }
            return count == 0 ? 0 : values[Math.min(count - 1, (int) Math.ceil(count * percent / 100.0) - 1)];
        }
    }
}
