package dev.titorelli.worker.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.List;

/**
 * Steps of AdamW: what it remembers of each tensor's gradients. One thread at a time; belongs to the model's scope.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Decoupled Weight Decay Regularization</a>
 */
public final class AdamW {
    private final NDManager scope;
    private final TorchScript script;
    private final Settings settings;
    private final List<NDArray> tensors;
    private final List<NDArray> means;
    private final List<NDArray> squares;
    private final List<NDArray> steps;

    /**
     * How far a step goes.
     *
     * @param rate the learning rate
     * @param beta1 how much of the gradients' mean stays
     * @param beta2 how much of their squares' mean stays
     * @param weightDecay what a step takes from each weight, times the rate
     * @param maxNorm the largest norm of all gradients together; larger ones are scaled down
     */
    public record Settings(
            double rate, double beta1, double beta2, double epsilon, double weightDecay, double maxNorm) {}

    AdamW(NDManager scope, TorchScript script, List<NDArray> tensors, Settings settings) {
        this.scope = scope;
        this.script = script;
        this.settings = settings;
        this.tensors = tensors;
        this.means = zeros(tensors);
        this.squares = zeros(tensors);
        this.steps = tensors.stream().map(t -> scope.create(0f)).toList();
    }

    private List<NDArray> zeros(List<NDArray> like) {
        return like.stream()
                .map(tensor -> scope.zeros(tensor.getShape(), tensor.getDataType()))
                .toList();
    }

    /**
     * Moves the tensors against their gradients, which it may scale down.
     *
     * @return the gradients' norm before
     */
    public float step(Gradients gradients) {
        float norm;
        try (GradientCall clip = new GradientCall(script.block(), scope, "clip")) {
            norm = clip.tensors("gradients", gradients.tensors())
                    .numbers(settings.maxNorm())
                    .run();
        }
        try (GradientCall adamw = new GradientCall(script.block(), scope, "adamw")) {
            adamw.tensors("weights", tensors)
                    .tensors("gradients", gradients.tensors())
                    .tensors("means", means)
                    .tensors("squares", squares)
                    .tensors("steps", steps)
                    .numbers(
                            settings.rate(),
                            settings.beta1(),
                            settings.beta2(),
                            settings.weightDecay(),
                            settings.epsilon())
                    .run();
        }
        return norm;
    }
}
