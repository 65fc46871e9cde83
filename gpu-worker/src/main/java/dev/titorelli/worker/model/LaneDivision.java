package dev.titorelli.worker.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a step, divided among the lanes. Rows with one prefix write to the same memory: those of one lane do so
 * one after another, the others beside it.
 */
final class LaneDivision {
    private final RowWork work;
    private final LanePlan plan;
    private final Map<String, Integer> owners = new HashMap<>();

    private LaneDivision(RowWork work, LanePlan plan) {
        this.work = work;
        this.plan = plan;
        for (int lane = 0; lane < plan.own().size(); lane++) {
            for (int row : plan.own().get(lane)) {
                owners.putIfAbsent(work.prefix(row), lane);
            }
        }
    }

    /** What each lane computes, in this order; a lane without work is left out. */
    static List<List<LaneRows>> of(RowWork work, int lanes) {
        return new LaneDivision(work, LanePlan.of(work, lanes)).lanes();
    }

    private List<List<LaneRows>> lanes() {
        List<List<LaneRows>> lanes = new ArrayList<>();
        for (int lane = 0; lane < plan.own().size(); lane++) {
            lanes.add(new ArrayList<>(own(lane)));
        }
        plan.change().ifPresent(change -> {
            lanes.get(0).add(0, changing(change.row(), 0, change.layers()));
            lanes.get(1).add(changing(change.row(), change.layers(), work.layers()));
        });
        lanes.removeIf(List::isEmpty);
        return lanes;
    }

    private List<LaneRows> own(int lane) {
        List<Integer> rows = plan.own().get(lane);
        List<Boolean> aside =
                rows.stream().map(row -> owners.get(work.prefix(row)) != lane).toList();
        return rows.isEmpty() ? List.of() : List.of(new LaneRows(rows, aside, 0, work.layers()));
    }

    private LaneRows changing(int row, int first, int end) {
        return new LaneRows(List.of(row), List.of(owners.containsKey(work.prefix(row))), first, end);
    }
}
