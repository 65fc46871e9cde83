package dev.titorelli.worker.batch;

import dev.titorelli.Lane;
import dev.titorelli.worker.schedule.CostModel;
import dev.titorelli.worker.schedule.CostPrior;
import dev.titorelli.worker.schedule.LiveJob;
import dev.titorelli.worker.schedule.PayingRows;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.ScheduleSettings;
import dev.titorelli.worker.schedule.Scheduler;
import dev.titorelli.worker.schedule.Slice;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Who has the device next: shows the runs at hand to the scheduler. Within a lane and bucket the run that came first steps first, for
 * turns would let all of them end late; a finished picture goes before, and so does a new run while one more row pays. Device thread only.
 */
final class Turns {

    /** Until something was measured: any that tells small from large. */
    private static final CostPrior PRIOR = new CostPrior(100_000, 100);

    private static final int CALM_SLICES = 64;
    private static final long BEFORE_ALL = -2;
    private static final long BEFORE_STEPS = -1;

    private final CostModel costs;
    private final Scheduler scheduler;
    private final SamePrefix samePrefix = new SamePrefix();
    private final int mostRows;
    private int rows;
    private int calm;

    /**
     * The slice that is next.
     *
     * @param runs that it moves on
     * @param payers these as jobs, each in its own lane
     */
    record Turn(Slice slice, List<ActiveRun> runs, List<LiveJob> payers) {
        SliceKind kind() {
            return slice instanceof Slice.Part part ? part.pass().kind() : SliceKind.STEP;
        }
    }

    Turns(Painter painter, DeviceLoop.Pace pace) {
        this.costs = new CostModel(painter.sizes(), PRIOR);
        pace.measured().forEach(costs::measured);
        this.scheduler = new Scheduler(ScheduleSettings.of(pace.slice(), this::rows), costs);
        this.mostRows = pace.mostRows();
        this.rows = mostRows;
    }

    /**
     * Chooses among runs that have work.
     *
     * @param begun steps that some of them are in the midst of
     */
    Optional<Turn> next(List<ActiveRun> live, BegunSteps begun) {
        Map<String, List<ActiveRun>> byId = new HashMap<>();
        Map<Integer, Integer> stepping = new HashMap<>();
        live.forEach(run -> stepping.merge(run.bucket(), stepRows(run), Integer::sum));
        List<LiveJob> jobs = new ArrayList<>();
        for (BegunStep step : begun.all()) {
            jobs.add(job(step.first(), step.lane(), step.work(), step.first().turn()));
            byId.put(id(step.first()), step.runs());
        }
        List<ActiveRun> going = samePrefix.of(live, run -> isBeforeSteps(run, stepping));
        for (ActiveRun run : VaeTurns.of(going)) {
            if (begun.of(run).isEmpty()) {
                Work work = run.next().orElseThrow();
                jobs.add(job(run, run.lane(), work, since(run, work, stepping)));
                byId.put(id(run), List.of(run));
            }
        }
        return scheduler.next(0, jobs).slice().map(this::cut).map(slice -> turn(slice, byId));
    }

    private Slice cut(Slice slice) {
        return slice instanceof Slice.Step step ? scheduler.cut(step) : slice;
    }

    private static Turn turn(Slice slice, Map<String, List<ActiveRun>> byId) {
        List<ActiveRun> runs = slice.jobs().stream()
                .flatMap(job -> byId.get(job.id()).stream())
                .toList();
        return new Turn(slice, runs, runs.stream().map(Turns::payer).toList());
    }

    private static LiveJob payer(ActiveRun run) {
        return job(run, run.lane(), run.next().orElseThrow(), run.turn());
    }

    /** Tells how long a slice took. */
    void ran(Turn turn, long nanos) {
        scheduler.ran(turn.slice(), Math.max(1, nanos), turn.payers());
        if (turn.slice() instanceof Slice.Part) {
            samePrefix.ran(turn.runs().get(0));
        }
        calm++;
        if (calm == CALM_SLICES) {
            rows = Math.min(mostRows, rows + 1);
            calm = 0;
        }
    }

    /** What steps in a bucket cost as far as measured. */
    Optional<StepCost> stepCost(int bucket) {
        OptionalDouble nanos = costs.stepNanos(bucket, new RowLength(0, bucket));
        return nanos.isPresent()
                ? Optional.of(new StepCost(nanos.getAsDouble() / 1e6, PayingRows.DEFAULT.of(costs, bucket, 1)))
                : Optional.empty();
    }

    /** Fewer step together for a while: the device's memory was short in the hands of these. */
    void shrink(List<ActiveRun> runs) {
        int had = runs.stream().mapToInt(Turns::stepRows).sum();
        rows = Math.max(1, Math.min(rows, had == 0 ? rows : had) / 2);
        calm = 0;
    }

    private int rows(int bucket) {
        return PayingRows.DEFAULT.toTry(costs, bucket, rows);
    }

    private static int stepRows(ActiveRun run) {
        return run.next()
                .filter(Work.Steps.class::isInstance)
                .map(work -> ((Work.Steps) work).rows().size())
                .orElse(0);
    }

    private static LiveJob job(ActiveRun run, Lane lane, Work work, long since) {
        return new LiveJob(id(run), lane, run.bucket(), work, new LiveJob.Terms(since, LiveJob.NEVER, false));
    }

    private long since(ActiveRun run, Work work, Map<Integer, Integer> stepping) {
        if (work instanceof Work.Pass pass) {
            if (pass.kind() == SliceKind.DECODE) {
                return BEFORE_ALL;
            }
            return isBeforeSteps(run, stepping) ? BEFORE_STEPS : run.turn();
        }
        return run.turn();
    }

    /** Whether one more row pays in its bucket. */
    private boolean isBeforeSteps(ActiveRun run, Map<Integer, Integer> stepping) {
        return stepping.getOrDefault(run.bucket(), 0) < rows(run.bucket());
    }

    private static String id(ActiveRun run) {
        return "%019d".formatted(run.turn());
    }
}
