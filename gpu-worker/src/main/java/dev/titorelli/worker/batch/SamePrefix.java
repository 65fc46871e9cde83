package dev.titorelli.worker.batch;

import dev.titorelli.Lane;
import dev.titorelli.worker.schedule.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs that would compute the same prefix, or the same time tokens: one that has begun does, and the others wait until it is done or gone.
 * INTERACTIVE never waits for BULK, nobody for a run that stands behind others of its own bucket, and nobody who has begun. Device thread
 * only.
 */
final class SamePrefix {

    private final Map<ActiveRun, String> begun = new HashMap<>();

    /**
     * Those that need not wait: all but some of them.
     *
     * @param live all that are on the device's hands
     * @param goesOn whether a run that has begun has its turns before others of its bucket
     */
    List<ActiveRun> of(List<ActiveRun> live, Predicate<ActiveRun> goesOn) {
        begun.keySet().retainAll(live);
        begun.entrySet().removeIf(maker -> !coming(maker.getKey()).equals(Optional.of(maker.getValue())));
        return live.stream().filter(run -> !waits(run, goesOn)).toList();
    }

    /** A slice of this run was computed. */
    void ran(ActiveRun run) {
        coming(run).ifPresent(key -> begun.put(run, key));
    }

    private boolean waits(ActiveRun run, Predicate<ActiveRun> goesOn) {
        Optional<String> key = coming(run);
        return key.isPresent()
                && !begun.containsKey(run)
                && begun.entrySet().stream()
                        .filter(maker -> maker.getValue().equals(key.get()))
                        .map(Map.Entry::getKey)
                        .anyMatch(maker -> mayWait(run, maker) && goesOn.test(maker));
    }

    private static boolean mayWait(ActiveRun run, ActiveRun maker) {
        return run.lane() == Lane.BULK || maker.lane() == Lane.INTERACTIVE;
    }

    private static Optional<String> coming(ActiveRun run) {
        return run.next().filter(Work.Pass.class::isInstance).flatMap(pass -> run.coming());
    }
}
