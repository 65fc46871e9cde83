package dev.titorelli.worker.conditioning;

/**
 * One axis of a resize: for each output pixel the first input pixel that counts and the fixed-point weights from there
 * on.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/11.3.0/src/libImaging/Resample.c">Pillow, precompute_coeffs and
 *     normalize_coeffs_8bpc</a>
 */
final class ResizeWeights {
    private static final int PRECISION_BITS = 32 - 8 - 2;

    private final int[] first;
    private final int[][] fixed;

    private ResizeWeights(int[] first, int[][] fixed) {
        this.first = first;
        this.fixed = fixed;
    }

    static ResizeWeights of(int from, int to, PillowResize.Filter filter) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double support = filter.support * stretch;
        int[] first = new int[to];
        int[][] fixed = new int[to][];
        for (int out = 0; out < to; out++) {
            double center = (out + 0.5) * scale;
            first[out] = Math.max((int) (center - support + 0.5), 0);
            int end = Math.min((int) (center + support + 0.5), from);
            fixed[out] = fixed(weights(first[out], end, center, 1 / stretch, filter));
        }
        return new ResizeWeights(first, fixed);
    }

    private static double[] weights(int first, int end, double center, double shrink, PillowResize.Filter filter) {
        double[] weights = new double[end - first];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = filter.weight((i + first - center + 0.5) * shrink);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length && sum != 0; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static int[] fixed(double[] weights) {
        int[] fixed = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            fixed[i] = (int) (Math.copySign(0.5, weights[i]) + weights[i] * (1 << PRECISION_BITS));
        }
        return fixed;
    }

    /** The output value {@code out} of the line of samples that starts at {@code start}, {@code step} apart. */
    byte sum(int out, byte[] samples, int start, int step) {
        int sum = 1 << (PRECISION_BITS - 1);
        int at = start + first[out] * step;
        for (int weight : fixed[out]) {
            sum += (samples[at] & 0xff) * weight;
            at += step;
        }
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }
}
