package dev.titorelli.worker.schedule;

import dev.titorelli.Lane;
import java.util.Comparator;
import java.util.List;

/** The next slice of one bucket in one lane: of the job that has waited longest, and who steps with it. */
final class BucketSlices {

    private static final Comparator<LiveJob> LONGEST_WAIT =
            Comparator.comparingLong(LiveJob::waitingSince).thenComparing(LiveJob::id);

    private final ScheduleSettings settings;
    private final CostModel costs;

    BucketSlices(ScheduleSettings settings, CostModel costs) {
        this.settings = settings;
        this.costs = costs;
    }

    /**
     * The slice.
     *
     * @param jobs of the bucket and lane, at least one
     * @param others of the bucket and the other lane
     */
    Slice next(List<LiveJob> jobs, List<LiveJob> others) {
        LiveJob first = jobs.stream().min(LONGEST_WAIT).orElseThrow();
        if (first.work() instanceof Work.Pass pass) {
            return part(first, pass);
        }
        int layer = ((Work.Steps) first.work()).layer();
        if (layer > 0) {
            return new Slice.Step(List.of(first), layer, Slice.Step.TO_THE_END);
        }
        StepRows rows = new StepRows(costs, settings.rows().applyAsInt(first.bucket()));
        double alone = costs.estimate(new Slice.Step(List.of(first)));
        double limit = Math.max((double) settings.slice().toNanos(), alone * (1 + settings.ride()));
        List<LiveJob> own = rows.fill(List.of(), stepping(jobs), limit);
        if (first.lane() == Lane.INTERACTIVE && !others.isEmpty()) {
            double longest = costs.estimate(new Slice.Step(own)) * (1 + settings.ride());
            return new Slice.Step(rows.fill(own, stepping(others), longest));
        }
        return new Slice.Step(own);
    }

    private static List<LiveJob> stepping(List<LiveJob> jobs) {
        return jobs.stream()
                .filter(job -> job.work() instanceof Work.Steps steps && steps.layer() == 0)
                .sorted(LONGEST_WAIT)
                .toList();
    }

    /** As many layers of a step as a slice holds, one at least. */
    Slice.Step cut(Slice.Step step) {
        int to = step.from() + 1;
        while (to < costs.layers()
                && costs.estimate(new Slice.Step(step.jobs(), step.from(), to + 1))
                        <= settings.slice().toNanos()) {
            to++;
        }
        return new Slice.Step(step.jobs(), step.from(), to);
    }

    /** As many units as a slice holds, one at least. */
    private Slice part(LiveJob job, Work.Pass pass) {
        int to = pass.next() + 1;
        while (to < pass.units()
                && costs.estimate(new Slice.Part(job, pass, pass.next(), to + 1))
                        <= settings.slice().toNanos()) {
            to++;
        }
        return new Slice.Part(job, pass, pass.next(), to);
    }
}
