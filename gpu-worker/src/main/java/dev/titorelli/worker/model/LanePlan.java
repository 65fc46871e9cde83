package dev.titorelli.worker.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which rows of a step each lane computes, by their places in the step, so that the lanes end at about the same time.
 * A row stays in its lane, but for one that may change: the first lane begins with its first layers, the second ends with
 * the others, so that neither waits, and three equal rows take as long as one and a half. Products see the same blocks
 * either way, so no bit depends on the plan.
 *
 * @param own the rows that stay in a lane, by lane
 * @param change the row that goes from the first lane to the second
 * @see <a href="https://doi.org/10.1287/mnsc.6.1.1">R. McNaughton, Scheduling with Deadlines and Loss Functions</a>
 */
record LanePlan(List<List<Integer>> own, Optional<Change> change) {
    /** A change of lanes pays from this part of the time on. */
    private static final double LEAST_GAIN = 0.02;

    /** A row whose first layers, so many, are computed before a lane's own rows, and the others behind another's. */
    record Change(int row, int layers) {}

    /** The one that ends first. */
    static LanePlan of(RowWork work, int lanes) {
        List<Integer> rows = work.longestFirst();
        LanePlan whole = new LanePlan(divided(work, rows, lanes), Optional.empty());
        if (lanes != 2) {
            return whole;
        }
        LanePlan best = rows.stream()
                .flatMap(row -> changing(work, rows, row))
                .min(Comparator.comparingLong(plan -> plan.time(work)))
                .orElse(whole);
        return best.time(work) < (1 - LEAST_GAIN) * whole.time(work) ? best : whole;
    }

    private static Stream<LanePlan> changing(RowWork work, List<Integer> rows, int row) {
        List<List<Integer>> own =
                divided(work, rows.stream().filter(other -> other != row).toList(), 2);
        return IntStream.range(1, work.layers())
                .mapToObj(layers -> new LanePlan(own, Optional.of(new Change(row, layers))));
    }

    /** The longest first, each to the lane that has least. */
    private static List<List<Integer>> divided(RowWork work, List<Integer> longestFirst, int lanes) {
        List<List<Integer>> divided = IntStream.range(0, lanes)
                .<List<Integer>>mapToObj(lane -> new ArrayList<>())
                .toList();
        for (int row : longestFirst) {
            Collections.min(divided, Comparator.comparingLong(work::ofLayer)).add(row);
        }
        divided.forEach(Collections::sort);
        return divided;
    }

    /** When the last lane ends, the time that a row's change may have to wait included. */
    long time(RowWork work) {
        List<Long> ends =
                own.stream().map(rows -> work.layers() * work.ofLayer(rows)).toList();
        return change.map(row -> {
                    long layer = work.ofLayer(List.of(row.row()));
                    long changes = row.layers() * layer;
                    return Math.max(
                            changes + ends.get(0),
                            Math.max(changes, ends.get(1)) + (work.layers() - row.layers()) * layer);
                })
                .orElseGet(() -> Collections.max(ends));
    }
}
