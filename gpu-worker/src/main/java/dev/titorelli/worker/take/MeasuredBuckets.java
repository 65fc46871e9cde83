package dev.titorelli.worker.take;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.MeasuredBucket;
import dev.titorelli.worker.batch.DevicePulse;
import dev.titorelli.worker.batch.StepCost;
import java.util.List;
import java.util.Optional;

/**
 * What a worker measured of its buckets, as the catalogue tells it: advice, and no part of what an alias stands for. The first worker that
 * has measured anything writes it; others, faster or slower, leave it.
 */
final class MeasuredBuckets {

    private MeasuredBuckets() {}

    /** Of the buckets that were measured. */
    static List<MeasuredBucket> of(List<Integer> buckets, DevicePulse pulse) {
        return buckets.stream()
                .flatMap(tokens -> pulse.stepCost(tokens).map(cost -> measured(tokens, cost)).stream())
                .toList();
    }

    private static MeasuredBucket measured(int tokens, StepCost cost) {
        return new MeasuredBucket(tokens, cost.payingRows(), cost.rowMs());
    }

    /** The owner's entry with what is measured here; empty when it tells something already, or there is nothing to tell. */
    static Optional<CatalogueEntry> completed(CatalogueEntry owner, CatalogueEntry ours) {
        return owner.getMeasured().isEmpty() && !ours.getMeasured().isEmpty()
                ? Optional.of(CatalogueEntry.newBuilder(owner)
                        .setMeasured(ours.getMeasured())
                        .build())
                : Optional.empty();
    }
}
