package dev.titorelli.worker.training;

/**
 * What each place of an edited picture's latents counts for in the loss, so that an edit that changes little is learnt
 * too. Upstream has the paper's formula in its text and another, clamped one in a comment of its code.
 *
 * @see <a href="https://arxiv.org/abs/2409.11340">OmniGen, 3.2</a>
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/train_helper/loss.py">OmniGen,
 *     loss.py</a>
 */
public final class EditWeights {
    private static final double SAME = 0.001;
    private static final double MODERATE = 0.8;
    private static final double CHANGED = 0.3;

    private EditWeights() {}

    /**
     * Weights of an edit as a comment of the original has them: a picture that stays the same is dropped, and in one
     * that changes a little the changed places count more.
     */
    public static float[] clamped(float[] edited, float[] input) {
        double sum = 0;
        for (int i = 0; i < edited.length; i++) {
            sum += Math.abs((double) edited[i] - input[i]);
        }
        double mean = sum / edited.length;
        double most = Math.max(5, Math.min(64, 1 / (mean + 1e-6)));
        float[] weights = new float[edited.length];
        for (int i = 0; i < weights.length; i++) {
            boolean changed = Math.abs(edited[i] - input[i]) > CHANGED;
            weights[i] = mean < SAME ? 0 : changed && mean <= MODERATE ? (float) most : 1;
        }
        return weights;
    }

    /** Weights of an edit as the paper has them: 1 where nothing changes, 1 / ||x - x'||^2 where something does. */
    public static float[] ofThePaper(float[] edited, float[] input) {
        double square = 0;
        for (int i = 0; i < edited.length; i++) {
            square += Math.pow((double) edited[i] - input[i], 2);
        }
        float[] weights = new float[edited.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = edited[i] == input[i] ? 1 : (float) (1 / square);
        }
        return weights;
    }
}
