package dev.titorelli.worker.schedule;

import dev.titorelli.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A job on a pretended device: what is left to do, and when it last did something. */
final class Jobs {

    static final ModelSizes SIZES = new ModelSizes(new ModelSizes.Transformer(8, 512, 1408, 8, 64), 4, 32);

    private Jobs() {}

    static CostModel costs() {
        return new CostModel(SIZES, new CostPrior(50_000, 20));
    }

    static LiveJob job(String id, Lane lane, int bucket, Work work) {
        return new LiveJob(id, lane, bucket, work, new LiveJob.Terms(0, LiveJob.NEVER, false));
    }

    static Work.Steps steps(int left, int rows, int imageTokens) {
        return new Work.Steps(left, Collections.nCopies(rows, new RowLength(60, imageTokens)));
    }

    static LiveJob stepping(String id, Lane lane, int bucket) {
        return job(id, lane, bucket, steps(10, 2, bucket));
    }

    /** What a picture of so many steps does, pass after pass. */
    static List<Work> picture(int bucket, int steps, int rows) {
        List<Work> works = new ArrayList<>();
        works.add(new Work.Pass(SliceKind.PREFILL, 60, 0, 8));
        works.add(new Work.Pass(SliceKind.TIME_TOKENS, steps, 0, 1));
        works.add(steps(steps, rows, bucket));
        works.add(new Work.Pass(SliceKind.DECODE, bucket * 256L, 0, 5));
        return works;
    }
}
