package dev.titorelli.worker.batch;

import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.schedule.JobBytes;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.ModelSizes;
import dev.titorelli.worker.schedule.StepMeasuring;
import dev.titorelli.worker.tensor.InstructionSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What steps of a model cost here, measured before a worker's first job. It is kept by profile, with the model's digest, processor and
 * what was asked, so that the next start need not measure.
 */
record StartMeasurement(OmniGen model, ModelSizes sizes) {

    /** What is known; measured anew when nothing is, or when less time was allowed then. */
    List<MeasuredStep> of(MeasureWish wish) {
        if (wish.limit().isZero()) {
            return List.of();
        }
        String name = Digests.ofText(String.join(
                "\n",
                model.profileDigest(),
                InstructionSet.processor(),
                wish.buckets().toString(),
                Integer.toString(wish.mostRows())));
        KeptMeasurements kept = KeptMeasurements.read(model.kept(), name);
        if (kept.limitNanos() >= wish.limit().toNanos()) {
            return kept.steps();
        }
        List<MeasuredStep> measured = measured(wish, kept.steps());
        if (!measured.isEmpty()) {
            new KeptMeasurements(wish.limit().toNanos(), measured).keep(model.kept(), name);
        }
        return measured;
    }

    private List<MeasuredStep> measured(MeasureWish wish, List<MeasuredStep> known) {
        List<StepMeasuring.Bucket> buckets = wish.buckets().stream()
                .map(tokens -> SyntheticSteps.bucket(model, tokens))
                .toList();
        IntUnaryOperator rows = tokens -> (int) Math.min(wish.mostRows(), wish.memoryBytes() / bytes(tokens));
        try (SyntheticSteps steps = new SyntheticSteps(model)) {
            return new StepMeasuring(sizes, known, System::nanoTime)
                    .run(new StepMeasuring.Wish(buckets, rows, wish.limit().toNanos()), steps);
        }
    }

    private long bytes(int tokens) {
        return new JobBytes(sizes)
                .all(new JobSize(List.of(SyntheticSteps.bucket(model, tokens).row()), SyntheticSteps.STEPS));
    }
}
