package dev.titorelli.worker.model;

/**
 * The training objective, as golden data have it: the velocity from noise x0 to data x1 is learnt at x_t = t x1 + (1 -
 * t) x0.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/train_helper/loss.py">OmniGen,
 *     loss.py</a>
 */
final class RectifiedFlow {
    private static final double SAME = 0.001;
    private static final double MODERATE = 0.8;
    private static final double CHANGED = 0.3;

    private RectifiedFlow() {}

    static float[] noisy(float[] data, float[] noise, float flowTime) {
        float[] noisy = new float[data.length];
        for (int i = 0; i < data.length; i++) {
            noisy[i] = flowTime * data[i] + (1 - flowTime) * noise[i];
        }
        return noisy;
    }

    /** The weighted mean square of velocity - (data - noise). */
    static float loss(float[] velocity, float[] data, float[] noise, float[] weights) {
        double sum = 0;
        for (int i = 0; i < velocity.length; i++) {
            double error = (double) data[i] - noise[i] - velocity[i];
            sum += weights[i] * error * error;
        }
        return (float) (sum / velocity.length);
    }

    static float mean(float[] losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return (float) (sum / losses.length);
    }

    /**
     * Weights of an edit as a comment of the original has them: a picture that stays the same is dropped, and in one
     * that changes a little the changed places count more.
     */
    static float[] clampedEditWeights(float[] edited, float[] input) {
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
    static float[] paperEditWeights(float[] edited, float[] input) {
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
