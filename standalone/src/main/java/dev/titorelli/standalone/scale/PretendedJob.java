package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.standalone.scale.ScaleInput.BucketCost;
import dev.titorelli.standalone.scale.ScaleInput.MixPart;
import dev.titorelli.stream.queue.WaitingJob;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * A job that came to the fleet.
 *
 * @param steps denoising steps
 */
record PretendedJob(String id, String tenant, Lane lane, BucketCost cost, int steps, long cameNanos) {

    static final int LAYERS = 8;
    private static final int PIXELS_PER_TOKEN = 256;

    PretendedJob(String id, String tenant, MixPart part, BucketCost cost, long nowNanos) {
        this(id, tenant, part.lane(), cost, part.steps(), nowNanos);
    }

    QueueName queue() {
        return new QueueName(SimulatedFleet.MODEL, cost.tokens(), lane);
    }

    /** Device time in the batches that suit it best. */
    long deviceMs() {
        return Math.round(cost.jobMs(steps));
    }

    /** As its queue sees it. */
    WaitingJob waiting(int attempt) {
        return new WaitingJob(id, tenant, attempt, deviceMs());
    }

    JobSize size() {
        return new JobSize(rows(), steps);
    }

    /** What a run has to do, in order. */
    List<Work> works() {
        List<Work> works = new ArrayList<>();
        cost.prefixTokens().forEach(prefix -> works.add(new Work.Pass(SliceKind.PREFILL, prefix, 0, LAYERS)));
        works.add(new Work.Steps(steps, rows()));
        works.add(new Work.Pass(SliceKind.DECODE, (long) cost.tokens() * PIXELS_PER_TOKEN, 0, cost.decodeBlocks()));
        return works;
    }

    private List<RowLength> rows() {
        return cost.prefixTokens().stream()
                .map(prefix -> new RowLength(prefix, cost.tokens()))
                .toList();
    }
}
