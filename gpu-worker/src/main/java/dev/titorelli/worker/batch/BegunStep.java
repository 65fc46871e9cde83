package dev.titorelli.worker.batch;

import dev.titorelli.Lane;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A step that some runs make together and that may rest between two layers. Device thread only. */
final class BegunStep implements AutoCloseable {

    private final List<ActiveRun> runs;
    private final PaintedStep step;
    private final Clock clock;
    private Duration took = Duration.ZERO;

    BegunStep(List<ActiveRun> runs, Painter painter, Clock clock) {
        this.runs = List.copyOf(runs);
        this.clock = clock;
        this.step = painter.beginStep(runs.stream().map(ActiveRun::painting).toList());
    }

    List<ActiveRun> runs() {
        return runs;
    }

    /** The run that came first. */
    ActiveRun first() {
        return runs.get(0);
    }

    /** INTERACTIVE when one of its runs is. */
    Lane lane() {
        return runs.stream().anyMatch(run -> run.lane() == Lane.INTERACTIVE) ? Lane.INTERACTIVE : Lane.BULK;
    }

    /** What is left of it, as the work of one job. */
    Work work() {
        return new Work.Steps(1, rows(), step.done());
    }

    /** Of all its runs. */
    List<RowLength> rows() {
        return runs.stream().flatMap(run -> run.painting().rows().stream()).toList();
    }

    /**
     * Goes on.
     *
     * @param to the layer after the last to compute
     */
    void advance(int to) {
        Instant start = clock.instant();
        step.advance(Math.min(to, step.layers()) - step.done());
        took = took.plus(Duration.between(start, clock.instant()));
    }

    boolean isDone() {
        return step.done() == step.layers();
    }

    /** Moves the pictures on; gives those whose latents turned non-finite. */
    List<Painting> end() {
        Instant start = clock.instant();
        List<Painting> stopped = step.end();
        took = took.plus(Duration.between(start, clock.instant()));
        return stopped;
    }

    /** How long the device was at it. */
    long nanos() {
        return took.toNanos();
    }

    @Override
    public void close() {
        step.close();
    }
}
