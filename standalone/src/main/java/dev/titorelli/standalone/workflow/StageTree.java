package dev.titorelli.standalone.workflow;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.identity.JobId;
import dev.titorelli.standalone.client.Standing;
import dev.titorelli.standalone.client.Standing.JobProgress;
import dev.titorelli.standalone.terminal.ProgressLine;
import dev.titorelli.standalone.workflow.Plan.PlannedStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where each stage stands, as far as events and progress tell: a line for the request, below it each stage under the first
 * one that it takes a picture of. For one thread, which asks again and again.
 */
public final class StageTree {

    private final Plan plan;
    private final TreeLines shape;
    private final Map<String, Duration> begun = new HashMap<>();
    private final Map<String, Duration> ended = new HashMap<>();

    /** @param shape how names are drawn */
    public StageTree(Plan plan, TreeLines shape) {
        this.plan = plan;
        this.shape = shape;
    }

    /**
     * A line for the request and one for each stage.
     *
     * @param elapsed since the request was sent
     */
    public List<ProgressLine> lines(Standing standing, Duration elapsed) {
        List<ProgressLine> lines = new ArrayList<>();
        lines.add(new ProgressLine(
                shape.root(), standing.fraction(), standing.state(), requestDetail(standing), elapsed));
        Map<String, ShownStage> stages = standings(standing);
        Set<String> done = new HashSet<>();
        stages.forEach((name, stage) -> {
            if (stage.isDone()) {
                done.add(name);
            }
        });
        shape.order(plan).forEach(stage -> lines.add(line(stage, stages.get(stage.name()), done, elapsed)));
        return lines;
    }

    private static String requestDetail(Standing standing) {
        Event event = standing.event();
        boolean counts = event != null && event.getJobs() > 0 && standing.end().isPresent();
        return counts ? event.getJobsDone() + " of " + event.getJobs() + " pictures" : standing.detail();
    }

    private ProgressLine line(PlannedStage stage, ShownStage standing, Set<String> done, Duration elapsed) {
        if (standing.hasBegun()) {
            begun.putIfAbsent(stage.name(), elapsed);
        }
        if (standing.isDone() || standing.failed() > 0) {
            ended.putIfAbsent(stage.name(), elapsed);
        }
        Duration from = begun.getOrDefault(stage.name(), elapsed);
        Duration to = ended.getOrDefault(stage.name(), elapsed);
        String state = standing.state(stage, done);
        String detail =
                state.equals(ShownStage.WAITING) ? "for " + String.join(", ", stage.after()) : standing.detail();
        return new ProgressLine(shape.name(stage), standing.fraction(), state, detail, to.minus(from));
    }

    private Map<String, ShownStage> standings(Standing standing) {
        Map<String, ShownStage> stages = new HashMap<>();
        Optional<Event> end = standing.end();
        plan.stages()
                .forEach(stage -> stages.put(
                        stage.name(),
                        end.isPresent()
                                ? ended(stage, end.get())
                                : ShownStage.of(stage.jobs(), jobs(stage, standing))));
        if (end.isEmpty()) {
            plan.stages().stream()
                    .filter(stage -> stages.get(stage.name()).hasBegun())
                    .forEach(stage -> finishSources(stage, stages));
        }
        return stages;
    }

    /** A stage begins only when those before it have ended, whatever progress was missed. */
    private static void finishSources(PlannedStage stage, Map<String, ShownStage> stages) {
        stage.after().forEach(source -> stages.computeIfPresent(source, (name, standing) -> standing.finished()));
    }

    private static ShownStage ended(PlannedStage stage, Event end) {
        int done = (int) end.getImages().stream()
                .filter(image -> image.getStage().equals(stage.name()))
                .count();
        int failed = (int) end.getFailedJobs().stream()
                .filter(job -> job.getStage().equals(stage.name()))
                .count();
        // Pictures that were not to be kept are in no list.
        boolean isComplete = end.getKind() == EventKind.COMPLETED && failed == 0;
        return ShownStage.ended(stage.jobs(), isComplete ? stage.jobs() : done, failed);
    }

    private static List<JobProgress> jobs(PlannedStage stage, Standing standing) {
        return standing.jobs().entrySet().stream()
                .filter(job -> JobId.parse(job.getKey()).stage().equals(stage.name()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
