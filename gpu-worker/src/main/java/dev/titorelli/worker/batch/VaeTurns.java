package dev.titorelli.worker.batch;

import dev.titorelli.Lane;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Who may have a turn of the VAE: in each lane a pass that is begun ends before another begins. Between its blocks it holds tensors of the
 * picture's full size, the largest that a worker has.
 */
final class VaeTurns {

    private VaeTurns() {}

    /** Those that may have a turn of any kind. */
    static List<ActiveRun> of(List<ActiveRun> runs) {
        Map<Lane, ActiveRun> begun = new EnumMap<>(Lane.class);
        runs.stream().filter(run -> isVae(run) && pass(run).next() > 0).forEach(run -> begun.put(run.lane(), run));
        return runs.stream()
                .filter(run -> !isVae(run) || begun.getOrDefault(run.lane(), run) == run)
                .toList();
    }

    private static boolean isVae(ActiveRun run) {
        return run.next().orElseThrow() instanceof Work.Pass pass
                && (pass.kind() == SliceKind.ENCODE || pass.kind() == SliceKind.DECODE);
    }

    private static Work.Pass pass(ActiveRun run) {
        return (Work.Pass) run.next().orElseThrow();
    }
}
