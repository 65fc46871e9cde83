package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.util.ArrayDeque;
import java.util.Deque;

/** A worker's try of a job. */
final class PretendedRun {

    final PretendedJob job;
    final int attempt;
    final SimulatedWorker worker;
    private final Deque<Work> works;
    private boolean begun;
    private boolean stopped;
    private double usefulMs;

    PretendedRun(PretendedJob job, int attempt, SimulatedWorker worker) {
        this.job = job;
        this.attempt = attempt;
        this.worker = worker;
        this.works = new ArrayDeque<>(job.works());
    }

    /** Tells it from the other runs of its worker. */
    String id() {
        return job.id() + "#" + attempt;
    }

    Lane lane() {
        return job.lane();
    }

    int bucket() {
        return job.cost().tokens();
    }

    /** What it has to do next. */
    Work next() {
        return works.getFirst();
    }

    boolean isDecoding() {
        return next() instanceof Work.Pass pass && pass.kind() == SliceKind.DECODE;
    }

    /** Rows that it steps with; none before and after its steps. */
    int stepRows() {
        return next() instanceof Work.Steps steps ? steps.rows().size() : 0;
    }

    /** Whether this is its first slice. */
    boolean begins() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Some units of a pass further, or a step. False when nothing is left. */
    boolean move(int units) {
        Work work = works.removeFirst();
        if (work instanceof Work.Pass pass && pass.next() + units < pass.units()) {
            works.addFirst(new Work.Pass(pass.kind(), pass.size(), pass.next() + units, pass.units()));
        } else if (work instanceof Work.Steps steps && steps.left() > 1) {
            works.addFirst(new Work.Steps(steps.left() - 1, steps.rows()));
        }
        return !works.isEmpty();
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Measured device time that it had. */
    void had(double ms) {
        usefulMs += ms;
    }

    double usefulMs() {
        return usefulMs;
    }
}
