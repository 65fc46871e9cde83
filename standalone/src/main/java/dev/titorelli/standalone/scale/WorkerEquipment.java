package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.standalone.scale.ScaleInput.BucketCost;
import dev.titorelli.worker.schedule.Arena;
import dev.titorelli.worker.schedule.CostModel;
import dev.titorelli.worker.schedule.CostPrior;
import dev.titorelli.worker.schedule.JobBytes;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.LiveJob;
import dev.titorelli.worker.schedule.ModelSizes;
import dev.titorelli.worker.schedule.QueueRooms;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.Slice;
import dev.titorelli.worker.schedule.Work;
import dev.titorelli.worker.take.Places;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes what a worker has: a device whose steps were measured, memory, and places. */
record WorkerEquipment(ScaleInput input, List<QueueName> queues) {

    /** The medium random model's: see {@code model random}. */
    private static final ModelSizes MEDIUM =
            new ModelSizes(new ModelSizes.Transformer(PretendedJob.LAYERS, 512, 1408, 8, 64), Float.BYTES, 32);

    private static final int BRANCHES = 3;
    private static final int MAX_STEPS = 500;

    /** What one worker has. */
    record Made(SimulatedDevice device, Places places, QueueRooms rooms, Arena arena, JobBytes bytes) {}

    Made make() {
        CostModel costs = new CostModel(MEDIUM, new CostPrior(100_000, 50));
        input.buckets().forEach(bucket -> measure(costs, bucket));
        Arena arena = new Arena(input.deviceBytes());
        JobBytes bytes = new JobBytes(MEDIUM);
        QueueRooms rooms = new QueueRooms(arena, worstCases(bytes));
        if (!rooms.neverFit().isEmpty()) {
            throw new IllegalArgumentException(
                    "deviceBytes " + input.deviceBytes() + ": no job of " + rooms.neverFit() + " fits");
        }
        SimulatedDevice device = new SimulatedDevice(costs, input.places() * BRANCHES);
        return new Made(device, new Places(input.places()), rooms, arena, bytes);
    }

    private Map<QueueName, Long> worstCases(JobBytes bytes) {
        Map<QueueName, Long> worst = new HashMap<>();
        queues.forEach(queue -> worst.put(
                queue, bytes.all(JobSize.worstCase(queue.tokens(), input.maxPrefixTokens(), BRANCHES, MAX_STEPS))));
        return worst;
    }

    private static void measure(CostModel costs, BucketCost bucket) {
        List<RowLength> rows = bucket.prefixTokens().stream()
                .map(prefix -> new RowLength(prefix, bucket.tokens()))
                .toList();
        LiveJob job = new LiveJob(
                "measured",
                Lane.BULK,
                bucket.tokens(),
                new Work.Steps(1, rows),
                new LiveJob.Terms(0, LiveJob.NEVER, false));
        bucket.stepMs()
                .forEach((pictures, ms) ->
                        costs.measured(new Slice.Step(Collections.nCopies(pictures, job)), Math.round(ms * 1e6)));
    }
}
