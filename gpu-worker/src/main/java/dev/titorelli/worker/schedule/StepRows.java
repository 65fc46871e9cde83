package dev.titorelli.worker.schedule;

import java.util.ArrayList;
import java.util.List;

/** Which jobs step together. */
record StepRows(CostModel costs, int maxRows) {

    /** Jobs in their order, while rows and time allow; the first one in any case. */
    List<LiveJob> fill(List<LiveJob> chosen, List<LiveJob> waiting, double maxNanos) {
        List<LiveJob> together = new ArrayList<>(chosen);
        int rows = together.stream().mapToInt(StepRows::rows).sum();
        for (LiveJob job : waiting) {
            boolean fits = rows + rows(job) <= maxRows && costs.estimate(with(together, job)) <= maxNanos;
            if (fits || together.isEmpty()) {
                together.add(job);
                rows += rows(job);
            }
        }
        return together;
    }

    private static Slice with(List<LiveJob> together, LiveJob job) {
        List<LiveJob> more = new ArrayList<>(together);
        more.add(job);
        return new Slice.Step(more);
    }

    private static int rows(LiveJob job) {
        return Slice.Step.rowsOf(job).size();
    }
}
