package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.worker.schedule.CostModel;
import dev.titorelli.worker.schedule.LiveJob;
import dev.titorelli.worker.schedule.PayingRows;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.ScheduleSettings;
import dev.titorelli.worker.schedule.Scheduler;
import dev.titorelli.worker.schedule.Slice;
import dev.titorelli.worker.schedule.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A worker's runs as its device's turns see them, and the slice that the scheduler chooses, cut as the device loop cuts it: some layers of
 * a prefill or of a step, some blocks of a decode.
 */
final class SimulatedDevice {

    private static final long BEFORE_ALL = -2;
    private static final long BEFORE_STEPS = -1;

    private final CostModel costs;
    private final Scheduler scheduler;
    private final int mostRows;
    private final Map<Long, PretendedRun> runs = new TreeMap<>();
    private final List<Begun> begun = new ArrayList<>();
    private long turns;

    /** A step that rests between two layers. */
    private static final class Begun {
        private final List<PretendedRun> runs;
        private int layer;

        private Begun(List<PretendedRun> runs) {
            this.runs = runs;
        }

        private List<RowLength> rows() {
            return runs.stream()
                    .flatMap(run -> ((Work.Steps) run.next()).rows().stream())
                    .toList();
        }

        private Lane lane() {
            return runs.stream().anyMatch(run -> run.lane() == Lane.INTERACTIVE) ? Lane.INTERACTIVE : Lane.BULK;
        }
    }

    /** A slice, and whom it moves on. */
    record Turn(Slice slice, List<PretendedRun> runs) {
        SliceTime time() {
            return new SliceTime(slice, runs.size(), runs.get(0).job.cost());
        }

        boolean isWholeStep() {
            return slice instanceof Slice.Step step && step.to() >= PretendedJob.LAYERS;
        }
    }

    /**
     * A device.
     *
     * @param costs that have measured the buckets' steps
     * @param mostRows that step together at most
     */
    SimulatedDevice(CostModel costs, int mostRows) {
        this.costs = costs;
        this.mostRows = mostRows;
        this.scheduler = new Scheduler(ScheduleSettings.of(this::rows), costs);
    }

    void add(PretendedRun run) {
        runs.put(turns++, run);
    }

    boolean isIdle() {
        return runs.isEmpty();
    }

    List<PretendedRun> runs() {
        return List.copyOf(runs.values());
    }

    /** Takes out the runs that were told to stop: the others of their steps begin these anew. */
    List<PretendedRun> takeStopped() {
        List<PretendedRun> stopped =
                runs.values().stream().filter(PretendedRun::isStopped).toList();
        if (!stopped.isEmpty()) {
            runs.values().removeAll(stopped);
            begun.removeIf(step -> step.runs.stream().anyMatch(PretendedRun::isStopped));
        }
        return stopped;
    }

    /** The slice that is next, of a device that is not idle. */
    Turn next() {
        Map<String, List<PretendedRun>> byId = new HashMap<>();
        List<LiveJob> jobs = new ArrayList<>();
        Map<Integer, Integer> stepping = new HashMap<>();
        runs.values().forEach(run -> stepping.merge(run.bucket(), run.stepRows(), Integer::sum));
        runs.forEach((turn, run) -> {
            Begun step = stepOf(run);
            if (step == null && mayDecode(run)) {
                jobs.add(job(turn, run.lane(), run, run.next(), since(turn, run, stepping.get(run.bucket()))));
                byId.put(id(turn), List.of(run));
            } else if (step != null && step.runs.get(0) == run) {
                jobs.add(job(turn, step.lane(), run, new Work.Steps(1, step.rows(), step.layer), turn));
                byId.put(id(turn), step.runs);
            }
        });
        Slice slice = scheduler.next(0, jobs).slice().orElseThrow();
        Slice cut = slice instanceof Slice.Step step ? scheduler.cut(step) : slice;
        List<PretendedRun> moved =
                cut.jobs().stream().flatMap(job -> byId.get(job.id()).stream()).toList();
        return new Turn(cut, moved);
    }

    /** The slice is done; returns the runs that are through. */
    List<PretendedRun> ran(Turn turn, double ms) {
        scheduler.ran(turn.slice(), Math.max(1, (long) (ms * 1e6)));
        List<PretendedRun> ended =
                turn.runs().stream().filter(run -> !moved(turn, run)).toList();
        if (turn.slice() instanceof Slice.Step step) {
            rest(turn, step);
        }
        runs.values().removeAll(ended);
        return ended;
    }

    private static boolean moved(Turn turn, PretendedRun run) {
        if (turn.slice() instanceof Slice.Part part) {
            return run.move(part.to() - part.from());
        }
        return !turn.isWholeStep() || run.move(1);
    }

    private void rest(Turn turn, Slice.Step step) {
        Begun resting = stepOf(turn.runs().get(0));
        if (turn.isWholeStep()) {
            begun.remove(resting);
        } else if (resting == null) {
            Begun fresh = new Begun(turn.runs());
            fresh.layer = step.to();
            begun.add(fresh);
        } else {
            resting.layer = step.to();
        }
    }

    private Begun stepOf(PretendedRun run) {
        for (Begun step : begun) {
            if (step.runs.contains(run)) {
                return step;
            }
        }
        return null;
    }

    /** In each lane a decode that is begun ends before another begins. */
    private boolean mayDecode(PretendedRun run) {
        return !run.isDecoding()
                || runs.values().stream()
                        .noneMatch(other -> other != run && other.lane() == run.lane() && isMidDecode(other));
    }

    private static boolean isMidDecode(PretendedRun run) {
        return run.isDecoding() && ((Work.Pass) run.next()).next() > 0;
    }

    /** The run that came first goes first; a picture before all, a new run while one more row pays. */
    private long since(long turn, PretendedRun run, int stepping) {
        if (run.isDecoding()) {
            return BEFORE_ALL;
        }
        return run.next() instanceof Work.Pass && stepping < rows(run.bucket()) ? BEFORE_STEPS : turn;
    }

    private int rows(int bucket) {
        return PayingRows.DEFAULT.toTry(costs, bucket, mostRows);
    }

    private static LiveJob job(long turn, Lane lane, PretendedRun run, Work work, long since) {
        return new LiveJob(id(turn), lane, run.bucket(), work, new LiveJob.Terms(since, LiveJob.NEVER, false));
    }

    private static String id(long turn) {
        return "%019d".formatted(turn);
    }
}
