package dev.titorelli.worker.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The steps that rest between two layers. A run is in one of them at most. Device thread only. */
final class BegunSteps implements AutoCloseable {

    private final List<BegunStep> steps = new ArrayList<>();

    /** The step that a run is in the midst of. */
    Optional<BegunStep> of(ActiveRun run) {
        return steps.stream().filter(step -> step.runs().contains(run)).findFirst();
    }

    /** The steps of these runs: the one that they are in the midst of, or a new one. */
    BegunStep begun(List<ActiveRun> runs, Function<List<ActiveRun>, BegunStep> begin) {
        return of(runs.get(0)).orElseGet(() -> {
            BegunStep step = begin.apply(runs);
            steps.add(step);
            return step;
        });
    }

    /** It is made. */
    void ended(BegunStep step) {
        steps.remove(step);
        step.close();
    }

    /** A run leaves: the others of its step begin that anew. */
    void leave(ActiveRun run) {
        of(run).ifPresent(this::ended);
    }

    List<BegunStep> all() {
        return List.copyOf(steps);
    }

    @Override
    public void close() {
        all().forEach(this::ended);
    }
}
