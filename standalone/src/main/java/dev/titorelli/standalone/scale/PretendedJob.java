package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.standalone.scale.ScaleInput.BucketCost;
import dev.titorelli.standalone.scale.ScaleInput.MixPart;
import dev.titorelli.stream.queue.WaitingJob;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.LiveJob;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A job on its way through the fleet. */
final class PretendedJob {

    static final int LAYERS = 8;
    private static final int PIXELS_PER_TOKEN = 256;

    final WaitingJob waiting;
    final QueueName queue;
    final BucketCost cost;
    final long cameNanos;
    final JobSize size;
    private final Deque<Work> works = new ArrayDeque<>();
    private Work work;
    private long sinceNanos;
    private boolean begun;

    PretendedJob(String id, String tenant, MixPart part, BucketCost cost, long nowNanos) {
        this.queue = new QueueName(SimulatedFleet.MODEL, part.tokens(), part.lane());
        this.cost = cost;
        this.cameNanos = nowNanos;
        this.waiting = new WaitingJob(id, tenant, 1, Math.round(cost.jobMs(part.steps())));
        List<RowLength> rows = cost.prefixTokens().stream()
                .map(prefix -> new RowLength(prefix, cost.tokens()))
                .toList();
        this.size = new JobSize(rows, part.steps());
        cost.prefixTokens().forEach(prefix -> works.add(new Work.Pass(SliceKind.PREFILL, prefix, 0, LAYERS)));
        works.add(new Work.Steps(part.steps(), rows));
        works.add(new Work.Pass(SliceKind.DECODE, (long) cost.tokens() * PIXELS_PER_TOKEN, 0, cost.decodeBlocks()));
        work = works.remove();
    }

    String id() {
        return waiting.jobId();
    }

    Lane lane() {
        return queue.lane();
    }

    /** As the scheduler sees it. */
    LiveJob live() {
        LiveJob.Terms terms = new LiveJob.Terms(sinceNanos, LiveJob.NEVER, false);
        return new LiveJob(id(), queue.lane(), queue.tokens(), work, terms);
    }

    void onDevice(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /** Whether this is the job's first slice. */
    boolean begins() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** One slice further; units of a pass, or a step. False when nothing is left. */
    boolean move(int units, long nowNanos) {
        sinceNanos = nowNanos;
        Work left = left(units);
        if (left == null && works.isEmpty()) {
            return false;
        }
        work = left == null ? works.remove() : left;
        return true;
    }

    private Work left(int units) {
        if (work instanceof Work.Pass pass) {
            int next = pass.next() + units;
            return next == pass.units() ? null : new Work.Pass(pass.kind(), pass.size(), next, pass.units());
        }
        Work.Steps steps = (Work.Steps) work;
        return steps.left() == 1 ? null : new Work.Steps(steps.left() - 1, steps.rows());
    }
}
