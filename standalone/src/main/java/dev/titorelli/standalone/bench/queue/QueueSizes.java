package dev.titorelli.standalone.bench.queue;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ImageSize;
import dev.titorelli.Lane;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelLimits;
import dev.titorelli.identity.QueueName;
import dev.titorelli.standalone.bench.BenchTopics;
import java.util.List;
import java.util.stream.IntStream;

/** Which pictures go to which of the bench's queues: the INTERACTIVE ones of a model that nobody has. */
final class QueueSizes {

    private static final int[] SIDES = {64, 128, 256, 512};
    private static final int PIXELS_A_TOKEN = 256;
    private static final int MOST_PREFIX_TOKENS = 512;

    private QueueSizes() {}

    /** Size of the pictures of a queue, counted from 0. */
    static ImageSize size(int queue) {
        return new ImageSize(SIDES[queue], SIDES[queue]);
    }

    static List<QueueName> names(int queues) {
        return IntStream.range(0, queues)
                .mapToObj(queue -> new QueueName(BenchTopics.MODEL, tokens(queue), Lane.INTERACTIVE))
                .toList();
    }

    static CatalogueEntry model() {
        CatalogueEntry model = BenchTopics.model();
        int most = SIDES[SIDES.length - 1];
        return CatalogueEntry.newBuilder(model)
                .setLimits(ModelLimits.newBuilder(model.getLimits())
                        .setMaxWidthPx(most)
                        .setMaxHeightPx(most)
                        .build())
                .setBuckets(IntStream.range(0, SIDES.length)
                        .mapToObj(queue -> new ModelBucket(tokens(queue), MOST_PREFIX_TOKENS))
                        .toList())
                .build();
    }

    private static int tokens(int queue) {
        return SIDES[queue] * SIDES[queue] / PIXELS_A_TOKEN;
    }
}
