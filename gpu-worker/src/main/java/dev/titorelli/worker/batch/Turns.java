package dev.titorelli.worker.batch;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who has the device next: shows the runs at hand to the scheduler. Within a lane and bucket the run that came first steps first, for
 * turns would let all of them end late; a finished picture goes before, and so does a new run while one more row pays. Device thread only.
 */
final class Turns {

    /** Until something was measured: any that tells small from large. */
    private static final CostPrior PRIOR = new CostPrior(100_000, 100);

    private static final int CALM_SLICES = 64;
    private static final int CHARS_A_TOKEN = 4;
    private static final int PIXELS_A_TOKEN = 256;
    private static final long BEFORE_ALL = -2;
    private static final long BEFORE_STEPS = -1;

    private final CostModel costs;
    private final Scheduler scheduler;
    private final int mostRows;
    private int rows;
    private int calm;

    /**
     * The slice that is next.
     *
     * @param runs that it moves on
     */
    record Turn(Slice slice, List<ActiveRun> runs) {
        SliceKind kind() {
            return slice instanceof Slice.Part part ? part.pass().kind() : SliceKind.STEP;
        }
    }

    /** @param mostRows of all branches together in a step; a run alone may have more */
    Turns(Painter painter, int mostRows) {
        this.costs = new CostModel(painter.sizes(), PRIOR);
        this.scheduler = new Scheduler(ScheduleSettings.of(this::rows), costs);
        this.mostRows = mostRows;
        this.rows = mostRows;
    }

    Optional<Turn> next(List<ActiveRun> live) {
        Map<String, ActiveRun> byId = live.stream().collect(Collectors.toMap(Turns::id, Function.identity()));
        Map<Integer, Integer> stepping = new HashMap<>();
        live.stream()
                .filter(run -> run.painting() != null)
                .forEach(run ->
                        stepping.merge(run.bucket(), run.painting().rows().size(), Integer::sum));
        List<LiveJob> jobs = live.stream().map(run -> job(run, stepping)).toList();
        return scheduler
                .next(0, jobs)
                .slice()
                .map(slice -> new Turn(
                        slice,
                        slice.jobs().stream().map(job -> byId.get(job.id())).toList()));
    }

    /** Tells how long a slice took. */
    void ran(Turn turn, long nanos) {
        scheduler.ran(turn.slice(), Math.max(1, nanos));
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

    /** Fewer step together for a while: the device's memory was short. */
    void shrink(Turn turn) {
        int had = turn.slice() instanceof Slice.Step step ? step.rows().size() : rows;
        rows = Math.max(1, Math.min(rows, had) / 2);
        calm = 0;
    }

    private int rows(int bucket) {
        return PayingRows.DEFAULT.toTry(costs, bucket, rows);
    }

    private LiveJob job(ActiveRun run, Map<Integer, Integer> stepping) {
        long since = since(run, stepping.getOrDefault(run.bucket(), 0));
        LiveJob.Terms terms = new LiveJob.Terms(since, LiveJob.NEVER, false);
        return new LiveJob(id(run), run.lane(), run.bucket(), work(run), terms);
    }

    private long since(ActiveRun run, int stepping) {
        return switch (run.next()) {
            case DECODE -> BEFORE_ALL;
            case PREFILL -> stepping < rows(run.bucket()) ? BEFORE_STEPS : run.turn();
            default -> run.turn();
        };
    }

    private static Work work(ActiveRun run) {
        return switch (run.next()) {
            case PREFILL -> new Work.Pass(SliceKind.PREFILL, prefixTokens(run), 0, 1);
            case DECODE ->
                new Work.Pass(
                        SliceKind.DECODE,
                        (long) run.job().getWidthPx() * run.job().getHeightPx(),
                        0,
                        1);
            default ->
                new Work.Steps(run.painting().stepsToCompute(), run.painting().rows());
        };
    }

    /** About: the tokenizer has the last word. */
    private static long prefixTokens(ActiveRun run) {
        long pictures = run.inputs().stream()
                .mapToLong(picture -> (long) picture.widthPx() * picture.heightPx() / PIXELS_A_TOKEN)
                .sum();
        int chars =
                run.job().getPrompt().length() + run.job().getNegativePrompt().length();
        return 1 + chars / CHARS_A_TOKEN + 2 * pictures;
    }

    private static String id(ActiveRun run) {
        return Long.toString(run.turn());
    }
}
