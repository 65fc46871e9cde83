package dev.titorelli.standalone.workflow;

import dev.titorelli.standalone.client.Standing.JobProgress;
import dev.titorelli.standalone.workflow.Plan.PlannedStage;
import java.util.List;
import java.util.Set;

/**
 * Where one stage stands.
 *
 * @param expected jobs that it has
 * @param done jobs whose last step is told; once the request has ended, those that have a picture
 * @param failed jobs that ended without a picture, once the request has ended
 * @param fraction of all its jobs' steps, 0 to 1
 * @param steps steps that are done, and all, of the jobs that have begun; empty before one has, and after the end
 * @param hasEnded whether the request has, so that nothing more will come
 */
record ShownStage(int expected, int done, int failed, double fraction, String steps, boolean hasEnded) {

    static final String WAITING = "waiting";

    static ShownStage of(int expected, List<JobProgress> jobs) {
        int step = jobs.stream().mapToInt(JobProgress::step).sum();
        int steps = jobs.stream().mapToInt(JobProgress::steps).sum();
        int done = (int) jobs.stream()
                .filter(job -> job.steps() > 0 && job.step() >= job.steps())
                .count();
        double fraction = jobs.stream().mapToDouble(ShownStage::fraction).sum() / expected;
        String told = steps == 0 ? "" : "step " + step + " of " + steps;
        return new ShownStage(expected, Math.min(expected, done), 0, Math.min(1, fraction), told, false);
    }

    static ShownStage ended(int expected, int done, int failed) {
        return new ShownStage(expected, done, failed, (double) done / expected, "", true);
    }

    private static double fraction(JobProgress job) {
        return job.steps() == 0 ? 0 : Math.min(1, (double) job.step() / job.steps());
    }

    /** With everything done, whatever was told. */
    ShownStage finished() {
        return new ShownStage(expected, expected, failed, 1, "", hasEnded);
    }

    boolean isDone() {
        return done == expected;
    }

    boolean hasBegun() {
        return done > 0 || !steps.isEmpty();
    }

    /** @param doneStages names of the stages that have all their pictures */
    String state(PlannedStage stage, Set<String> doneStages) {
        if (isDone()) {
            return "done";
        }
        if (hasEnded) {
            return failed > 0 ? "failed" : "left out";
        }
        if (hasBegun()) {
            return "running";
        }
        return doneStages.containsAll(stage.after()) ? "queued" : WAITING;
    }

    String detail() {
        String pictures = done + " of " + expected;
        if (failed > 0) {
            return pictures + ", " + failed + " failed";
        }
        return isDone() || steps.isEmpty() ? pictures : pictures + ", " + steps;
    }
}
