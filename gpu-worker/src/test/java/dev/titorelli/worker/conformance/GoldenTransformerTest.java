package dev.titorelli.worker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.conditioning.ImageSpan;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.model.OpenModels;
import dev.titorelli.worker.model.Sampler;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.training.AdamW;
import dev.titorelli.worker.training.Example;
import dev.titorelli.worker.training.Gradients;
import dev.titorelli.worker.training.TrainableModel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learnt from the parameters of an open transformer. */
class GoldenTransformerTest {
    private static final float STEP = 1e-2f;

    private final NDManager scope = OpenModels.scope();
    private final Sampler noise = OpenModels.tiny().pictures().sampler();

    @AfterEach
    void close() {
        scope.close();
    }

    /** Of shared key heads and scaled rotation too. */
    @ParameterizedTest
    @ValueSource(strings = {"omnigen", "gqa-long", "uneven"})
    void hasTheGradientThatDifferencesShow(String name) throws Exception {
        try (GoldenTransformer open = GoldenTransformer.open(scope, Goldens.model(name), ComputeType.F32);
                TrainableModel model = TrainableModel.copyOf(scope, open.parameters())) {
            List<Example> batch = List.of(example(1), example(2));
            Gradients gradients = model.byWeights(scope, batch);
            double squares = gradients.tensors().stream()
                    .mapToDouble(g -> g.square().sum().getFloat())
                    .sum();
            float along = (float) (STEP / Math.sqrt(squares));

            move(model, gradients, along);
            float above = model.byWeights(scope, batch).loss();
            move(model, gradients, -2 * along);
            float below = model.byWeights(scope, batch).loss();

            double slope = (above - below) / (2.0 * STEP);
            assertThat(slope / Math.sqrt(squares)).isCloseTo(1, within(0.02));
        }
    }

    private static void move(TrainableModel model, Gradients by, float times) {
        for (int i = 0; i < by.tensors().size(); i++) {
            model.weights().get(i).addi(by.tensors().get(i).mul(times));
        }
    }

    @Test
    void staysAsItIsWhileItsCopyLearns() throws Exception {
        try (GoldenTransformer open = GoldenTransformer.open(scope, Goldens.model("omnigen"), ComputeType.F32);
                TrainableModel model = TrainableModel.copyOf(scope, open.parameters())) {
            List<float[]> before = numbers(open.parameters().weights());
            AdamW optimiser = model.adamW(model.weights(), new AdamW.Settings(1e-3, 0.9, 0.999, 1e-8, 0.01, 1));
            List<Example> batch = List.of(example(1));
            float first = model.byWeights(scope, batch).loss();
            for (int step = 0; step < 3; step++) {
                optimiser.step(model.byWeights(scope, batch));
            }

            assertThat(model.byWeights(scope, batch).loss()).isLessThan(first);
            assertThat(numbers(open.parameters().weights()))
                    .usingRecursiveComparison()
                    .isEqualTo(before);
        }
    }

    private static List<float[]> numbers(List<NDArray> tensors) {
        return tensors.stream().map(NDArray::toFloatArray).toList();
    }

    /** Words, a picture, words; the output is larger than the picture. */
    private Example example(int seed) {
        NDArray picture = noise.noise(scope, seed, 1, 4, 4, 6);
        PromptTokens tokens =
                new PromptTokens(List.of(1, 40, 41, 0, 0, 0, 0, 0, 0, 42, 43), List.of(new ImageSpan(3, 9, 0)));
        Shape shape = new Shape(1, 4, 6, 8);
        return new Example(
                tokens,
                List.of(picture),
                noise.noise(scope, seed + 10, shape.getShape()),
                noise.noise(scope, seed + 20, shape.getShape()),
                scope.ones(shape),
                0.3f * seed);
    }
}
