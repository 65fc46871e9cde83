package dev.titorelli.worker.schedule;

/**
 * What is measured on its own.
 *
 * @param scale the bucket of STEP, ENCODE and DECODE; of a prefill the next power of two of its tokens; else 0
 * @param detail the rows of STEP, the block of a VAE pass; else 0
 */
record CostKey(SliceKind kind, int scale, int detail) {

    /** How far another key's rate is from being this one's; infinite when it says nothing about it. */
    double distance(CostKey other) {
        if (kind != other.kind) {
            return Double.POSITIVE_INFINITY;
        }
        double scales = logRatio(scale, other.scale);
        if (kind == SliceKind.STEP) {
            return 10 * scales + logRatio(detail, other.detail);
        }
        return detail == other.detail ? scales : Double.POSITIVE_INFINITY;
    }

    private static double logRatio(int a, int b) {
        return Math.abs(Math.log((a + 1.0) / (b + 1.0)));
    }
}
