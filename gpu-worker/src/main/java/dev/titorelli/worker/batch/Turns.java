package dev.titorelli.worker.batch;

import dev.titorelli.Lane;
import dev.titorelli.worker.batch.Slice.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who has the device next: interactive runs before bulk, finished pictures before new ones, the run that was taken first. */
final class Turns {

    private static final Comparator<ActiveRun> ORDER = Comparator.comparing(
                    (ActiveRun run) -> run.job().getLane() == Lane.BULK)
            .thenComparing(run -> run.run().taken().takenAt());

    private final int mostRuns;
    private int runs;

    /** @param mostRuns how many step together at most */
    Turns(int mostRuns) {
        this.mostRuns = mostRuns;
        this.runs = mostRuns;
    }

    Optional<Slice> next(List<ActiveRun> live) {
        List<ActiveRun> inOrder = live.stream().sorted(ORDER).toList();
        return first(inOrder, Kind.DECODE)
                .or(() -> started(inOrder) < runs ? first(inOrder, Kind.PREFILL) : Optional.empty())
                .or(() -> steps(inOrder));
    }

    private static long started(List<ActiveRun> inOrder) {
        return inOrder.stream().filter(run -> run.painting() != null).count();
    }

    private static Optional<Slice> first(List<ActiveRun> inOrder, Kind kind) {
        return inOrder.stream().filter(run -> run.next() == kind).findFirst().map(run -> new Slice(kind, List.of(run)));
    }

    private Optional<Slice> steps(List<ActiveRun> inOrder) {
        List<ActiveRun> stepping = inOrder.stream()
                .filter(run -> run.next() == Kind.STEP)
                .limit(runs)
                .toList();
        return stepping.isEmpty() ? Optional.empty() : Optional.of(new Slice(Kind.STEP, stepping));
    }

    /** Fewer step together from now on: the device's memory was short. */
    void shrink() {
        runs = Math.max(1, runs / 2);
    }

    /** One more than before may step together again. */
    void grow() {
        runs = Math.min(mostRuns, runs + 1);
    }
}
