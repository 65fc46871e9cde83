package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.MeasuredBucket;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MeasuredBucketsTest {

    private static final CatalogueEntry UNMEASURED = CatalogueEntry.newBuilder()
            .setAlias("m")
            .setDigest("digest")
            .setLimits(new ModelLimits())
            .setBuckets(List.of(new ModelBucket(16, 100)))
            .build();

    @Test
    void aSlowerWorkerLeavesTheEntryAsItIs() {
        assertThat(new Catalogue(Map.of("m", measured(4))).lacks(measured(1))).isFalse();
        assertThat(MeasuredBuckets.completed(measured(4), measured(1))).isEmpty();
    }

    @Test
    void theFirstThatHasMeasuredCompletesAnEntry() {
        assertThat(MeasuredBuckets.completed(UNMEASURED, measured(4))).contains(measured(4));
        assertThat(MeasuredBuckets.completed(UNMEASURED, UNMEASURED)).isEmpty();
    }

    private static CatalogueEntry measured(int payingRows) {
        return CatalogueEntry.newBuilder(UNMEASURED)
                .setMeasured(List.of(new MeasuredBucket(16, payingRows, 2.5)))
                .build();
    }
}
