package dev.titorelli.worker.batch;

import dev.titorelli.JobPhase;
import dev.titorelli.worker.model.NonFiniteLatentsException;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HaltPoint;
import dev.titorelli.worker.run.RunOrder;
import dev.titorelli.worker.schedule.Slice;
import dev.titorelli.worker.schedule.SliceKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Computes slices and keeps the runs' accounts. Device thread only. */
final class Slices {

    private final Painter painter;
    private final OutcomeWriter outcomes;
    private final Checkpoints checkpoints;
    private final Previews previews;
    private final Clock clock;

    /** A run whose latents turned non-finite. */
    record NonFinite(ActiveRun active, NonFiniteLatentsException why) {}

    Slices(Painter painter, OutcomeWriter outcomes, Previews previews, Checkpoints checkpoints, Clock clock) {
        this.painter = painter;
        this.outcomes = outcomes;
        this.previews = previews;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /** Some units of a run's pass. */
    void part(ActiveRun active, Slice.Part part) {
        SliceKind kind = part.pass().kind();
        active.run().enter(kind == SliceKind.DECODE ? JobPhase.DECODING : JobPhase.PREFILL);
        active.ledger().passing(kind, () -> active.painting().advance(part.to() - part.from()));
        if (kind == SliceKind.PREFILL) {
            HaltPoint.IN_PREFILL.reached();
        }
    }

    /** One step of each; gives those that can't go on. */
    List<NonFinite> step(List<ActiveRun> runs) {
        try (BegunStep step = begin(runs)) {
            advance(step, Integer.MAX_VALUE);
            return end(step);
        }
    }

    /** Begins a step of these. */
    BegunStep begin(List<ActiveRun> runs) {
        return new BegunStep(runs, painter, clock);
    }

    /** Some layers of a step. */
    void advance(BegunStep step, int to) {
        step.runs().forEach(active -> active.run().enter(JobPhase.STEPPING));
        step.advance(to);
    }

    /** The end of a step; gives those that can't go on. */
    List<NonFinite> end(BegunStep step) {
        List<ActiveRun> runs = step.runs();
        int[] before =
                runs.stream().mapToInt(active -> active.painting().stepsDone()).toArray();
        List<Painting> stopped = step.end();
        account(runs, step.nanos());
        List<NonFinite> nonFinite = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            ActiveRun active = runs.get(i);
            Painting painting = active.painting();
            active.ledger().prefixWasKept(painting.prefixWasKept());
            if (stopped.contains(painting)) {
                nonFinite.add(new NonFinite(
                        active, new NonFiniteLatentsException(painting.stepsDone() + 1, painting.steps())));
            } else {
                active.ledger().skipped(painting.stepsDone() - before[i] - 1);
                tell(active, before[i]);
            }
        }
        return nonFinite;
    }

    private static void account(List<ActiveRun> runs, long nanos) {
        int rows = runs.stream().mapToInt(run -> run.painting().rows().size()).sum();
        List<Double> shares = StepShares.of(
                runs.stream()
                        .map(run -> (long) run.tokens() * run.painting().rows().size())
                        .toList(),
                nanos);
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).ledger().stepped(shares.get(i), rows);
        }
    }

    private void tell(ActiveRun active, int before) {
        Painting painting = active.painting();
        active.run().stepped(painting.stepsDone(), painting.steps());
        if (active.run().beginsRunning()) {
            outcomes.running(active.run());
        }
        if (painting.stepsDone() * 2 >= painting.steps()) {
            HaltPoint.MID_STEPS.reached();
        }
        checkpoints.stepped(active);
        if (active.run().order() == RunOrder.CARRY_ON
                && active.pace().due(painting.stepsDone(), painting.steps(), clock.instant())) {
            outcomes.progress(active.run(), active.ledger().remainingMs(painting.stepsToCompute()));
        }
        previews.stepped(active, before);
    }
}
