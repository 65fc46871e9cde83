package dev.titorelli.stream.plan;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ImageSize;
import dev.titorelli.ModelBucket;

/** Which bucket a picture belongs to. */
final class Buckets {

    private Buckets() {}

    /** Whether a picture belongs to any. */
    static boolean hasOneFor(ImageSize size, CatalogueEntry model) {
        long tokens = (long) (size.getWidthPx() / 16) * (size.getHeightPx() / 16);
        return model.getBuckets().stream().anyMatch(bucket -> bucket.getTokens() >= tokens);
    }

    /** The smallest ceiling of output tokens that is at least (W/16)(H/16). */
    static int smallestFor(ImageSize size, CatalogueEntry model) {
        int tokens = (size.getWidthPx() / 16) * (size.getHeightPx() / 16);
        return model.getBuckets().stream()
                .mapToInt(ModelBucket::getTokens)
                .filter(ceiling -> ceiling >= tokens)
                .min()
                .orElseThrow(() -> new IllegalArgumentException(
                        tokens + " output tokens fit no bucket of model " + model.getAlias()));
    }
}
