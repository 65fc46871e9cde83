package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.TransformerConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of a step that one lane computes, by their places in the step. Rows with one prefix write to the same memory:
 * those of one lane do so one after another, those of the others beside it.
 *
 * @param aside for each row, whether it writes beside
 */
record LaneRows(List<Integer> rows, List<Boolean> aside) {
    LaneRows {
        rows = List.copyOf(rows);
        aside = List.copyOf(aside);
    }

    /** Divides the rows so that the lanes end at about the same time; a lane may get none and is left out. */
    static List<LaneRows> of(TransformerConfig config, List<VelocityField.Row> rows, int lanes) {
        List<List<Integer>> divided = IntStream.range(0, lanes)
                .<List<Integer>>mapToObj(lane -> new ArrayList<>())
                .toList();
        long[] loads = new long[lanes];
        List<Integer> longestFirst = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> work(config, rows.get(i)))
                        .reversed())
                .toList();
        for (int row : longestFirst) {
            int lane = leastLoaded(loads);
            divided.get(lane).add(row);
            loads[lane] += work(config, rows.get(row));
        }
        return withPlaces(rows, divided);
    }

    /** The arithmetic of a row in a layer, in units of 2 H operations. */
    private static long work(TransformerConfig config, VelocityField.Row row) {
        long weights = 4L * config.hiddenSize() + 3L * config.intermediateSize();
        return row.imageTokens() * (weights + 2L * row.branch().rowLength());
    }

    private static int leastLoaded(long[] loads) {
        return IntStream.range(0, loads.length)
                .boxed()
                .min(Comparator.comparingLong(lane -> loads[lane]))
                .orElseThrow();
    }

    /** A prefix's places are those of the first lane that has a row with it. */
    private static List<LaneRows> withPlaces(List<VelocityField.Row> rows, List<List<Integer>> divided) {
        Map<String, Integer> owners = new HashMap<>();
        List<LaneRows> lanes = new ArrayList<>();
        for (List<Integer> lane : divided) {
            int number = lanes.size();
            Collections.sort(lane);
            List<Boolean> aside = lane.stream()
                    .map(i -> owners.computeIfAbsent(prefix(rows.get(i)), key -> number) != number)
                    .toList();
            if (!lane.isEmpty()) {
                lanes.add(new LaneRows(lane, aside));
            }
        }
        return lanes;
    }

    private static String prefix(VelocityField.Row row) {
        return row.branch().prefix().key();
    }
}
