package dev.titorelli.worker.schedule;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Device time of slices: what was measured of their like, by the arithmetic of each; else what the nearest that was
 * measured says; else the prior. One thread at a time.
 */
public final class CostModel {

    private final ModelSizes sizes;
    private final CostPrior prior;
    private final Map<CostKey, SmoothedRate> rates = new HashMap<>();
    private final Map<CostKey, SmoothedRate> borrowed = new HashMap<>();

    public CostModel(ModelSizes sizes, CostPrior prior) {
        this.sizes = sizes;
        this.prior = prior;
    }

    /** Something that is measured on its own, and how much of it: tokens of linear work, pixels, steps. */
    private record Amount(CostKey key, double units) {}

    /** Estimated device time in nanoseconds. */
    public double estimate(Slice slice) {
        return amounts(slice).stream().mapToDouble(this::estimate).sum();
    }

    /** Learns from a slice that ran. */
    public void measured(Slice slice, long nanos) {
        List<Amount> amounts = amounts(slice);
        double ratio = nanos / amounts.stream().mapToDouble(this::estimate).sum();
        amounts.forEach(amount -> learn(amount.key(), rate(amount.key()) * ratio));
    }

    /** Learns from a step that was made to be measured. */
    public void measured(MeasuredStep step) {
        CostKey key = new CostKey(SliceKind.STEP, step.bucket(), step.rows());
        learn(key, step.nanos() / (step.rows() * sizes.work(step.row())));
    }

    /** Estimated nanoseconds of a step of so many rows of one length. */
    double stepNanos(int bucket, int rows, RowLength row) {
        return rows * sizes.work(row) * rate(new CostKey(SliceKind.STEP, bucket, rows));
    }

    /** Nanoseconds of a step of one row in a bucket; empty when no step was measured there. */
    public OptionalDouble stepNanos(int bucket, RowLength row) {
        return stepRates(bucket).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(stepNanos(bucket, 1, row));
    }

    /** Nanoseconds of a token of linear work by the rows of a step, as far as measured. */
    NavigableMap<Integer, Double> stepRates(int bucket) {
        NavigableMap<Integer, Double> byRows = new TreeMap<>();
        rates.forEach((key, rate) -> {
            if (key.kind() == SliceKind.STEP && key.scale() == bucket) {
                byRows.put(key.detail(), rate.value());
            }
        });
        return byRows;
    }

    /** Arithmetic of a job's part in a step, to share the step's time among its jobs. */
    double work(LiveJob job) {
        return Slice.Step.rowsOf(job).stream().mapToDouble(sizes::work).sum();
    }

    /** Layers of the model. */
    int layers() {
        return sizes.transformer().layers();
    }

    private void learn(CostKey key, double rate) {
        if (!rates.containsKey(key)) {
            rates.put(key, new SmoothedRate());
            borrowed.clear();
        }
        rates.get(key).add(rate);
    }

    private double estimate(Amount amount) {
        return amount.units() * rate(amount.key());
    }

    private double rate(CostKey key) {
        SmoothedRate own = rates.get(key);
        if (own != null) {
            return own.value();
        }
        if (key.kind() == SliceKind.STEP) {
            OptionalDouble between = between(stepRates(key.scale()), key.detail());
            if (between.isPresent()) {
                return between.getAsDouble();
            }
        }
        return borrowed.computeIfAbsent(key, this::nearest).value();
    }

    /** A step's time grows evenly from one measured number of rows to the next. */
    private static OptionalDouble between(NavigableMap<Integer, Double> byRows, int rows) {
        Map.Entry<Integer, Double> fewer = byRows.lowerEntry(rows);
        Map.Entry<Integer, Double> more = byRows.higherEntry(rows);
        if (fewer == null || more == null) {
            return OptionalDouble.empty();
        }
        double from = fewer.getKey() * fewer.getValue();
        double to = more.getKey() * more.getValue();
        double part = (rows - fewer.getKey()) / (double) (more.getKey() - fewer.getKey());
        return OptionalDouble.of((from + part * (to - from)) / rows);
    }

    private SmoothedRate nearest(CostKey key) {
        return rates.keySet().stream()
                .filter(other -> key.distance(other) < Double.POSITIVE_INFINITY)
                .min(Comparator.comparingDouble(key::distance))
                .map(rates::get)
                .orElseGet(() -> SmoothedRate.of(
                        prior.rate(key.kind(), sizes.transformer().layers())));
    }

    private List<Amount> amounts(Slice slice) {
        if (slice instanceof Slice.Step step) {
            List<RowLength> rows = step.rows();
            double work = rows.stream().mapToDouble(sizes::work).sum() * step.part(layers());
            return List.of(new Amount(new CostKey(SliceKind.STEP, step.bucket(), rows.size()), work));
        }
        return amounts((Slice.Part) slice);
    }

    private List<Amount> amounts(Slice.Part part) {
        long size = part.pass().size();
        int units = part.to() - part.from();
        SliceKind kind = part.pass().kind();
        return switch (kind) {
            case PREFILL -> {
                int tokens = Math.toIntExact(size);
                double work = units * sizes.work(tokens, tokens / 2.0);
                yield List.of(new Amount(new CostKey(kind, nextPowerOfTwo(tokens), 0), work));
            }
            case TIME_TOKENS -> List.of(new Amount(new CostKey(kind, 0, 0), size));
            case ENCODE, DECODE ->
                IntStream.range(part.from(), part.to())
                        .mapToObj(block -> new Amount(new CostKey(kind, part.bucket(), block), size))
                        .toList();
            case STEP -> throw new IllegalArgumentException("a step is no pass");
        };
    }

    private static int nextPowerOfTwo(int tokens) {
        return Integer.highestOneBit(Math.max(1, tokens - 1)) * 2;
    }
}
