package dev.titorelli.worker.schedule;

import java.util.Map;
import java.util.SortedMap;

/**
 * How many rows a step batch is worth: from so many on, more rows make no more images a second, or hardly more.
 *
 * @param gain what counts as hardly more, such as 0.03
 */
public record PayingRows(double gain) {

    /** Three percent. */
    public static final PayingRows DEFAULT = new PayingRows(0.03);

    public PayingRows {
        if (!(gain >= 0 && gain < 1)) {
            throw new IllegalArgumentException("gain " + gain + ": allowed is 0 to below 1");
        }
    }

    /**
     * How many rows to try next: twice the most that were measured while those were still the best, else the ones that pay.
     *
     * @param most never more than this
     */
    public int toTry(CostModel costs, int bucket, int most) {
        SortedMap<Integer, Double> rates = costs.stepRates(bucket);
        int paying = of(costs, bucket, 1);
        boolean largest = rates.isEmpty() || paying == rates.lastKey();
        return Math.min(most, largest ? Math.multiplyExact(2, paying) : paying);
    }

    /**
     * The fewest measured rows that no larger measured number beats by more than the gain.
     *
     * @param unmeasured the answer when nothing was measured in the bucket
     */
    public int of(CostModel costs, int bucket, int unmeasured) {
        SortedMap<Integer, Double> rates = costs.stepRates(bucket);
        if (rates.isEmpty()) {
            return unmeasured;
        }
        for (Map.Entry<Integer, Double> rows : rates.entrySet()) {
            double best = rates.tailMap(rows.getKey()).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .min()
                    .orElseThrow();
            if (rows.getValue() <= best * (1 + gain)) {
                return rows.getKey();
            }
        }
        return rates.lastKey();
    }
}
