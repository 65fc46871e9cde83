package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.checkpoint.TransformerWeights;
import dev.titorelli.worker.model.Rotary;
import dev.titorelli.worker.model.Transformer;
import dev.titorelli.worker.tensor.ScriptCall;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time, place and patch embeddings, rotary tables, norm and final layer. */
final class GoldenEmbedding implements GoldenGroup {
    private static final Pattern PLACES = Pattern.compile("pos\\.(\\d+)x(\\d+)");
    private static final String PLACES_OF_ROTATION = ".position_ids";

    private final GoldenModels models;
    private final Transformer transformer;
    private final TransformerWeights weights;

    GoldenEmbedding(GoldenModels models) throws IOException {
        this.models = models;
        this.transformer = models.transformer().transformer();
        this.weights = transformer.weights();
    }

    @Override
    public String name() {
        return "embed";
    }

    private interface Comparisons {
        void run(NDManager step) throws Exception;
    }

    @Override
    public void check(GoldenChecks checks) {
        ifThere(checks, "t", "t", step -> time(checks, step));
        ifThere(checks, "patch.x", "patch", step -> patches(checks, step));
        ifThere(checks, "unpatchify.in", "unpatchify", step -> pixels(checks, step));
        ifThere(checks, "rmsnorm.in", "rmsnorm", step -> norm(checks, step));
        ifThere(checks, "final.c", "final", step -> finalLayer(checks, step));
        for (String tensor : checks.file().names()) {
            Matcher places = PLACES.matcher(tensor);
            if (places.matches()) {
                in(
                        checks,
                        "pos",
                        step -> checks.close(
                                tensor,
                                transformer.positions(
                                        step, Integer.parseInt(places.group(1)), Integer.parseInt(places.group(2))),
                                GoldenChecks.FORWARD));
            } else if (tensor.endsWith(PLACES_OF_ROTATION)) {
                String rope = tensor.substring(0, tensor.length() - PLACES_OF_ROTATION.length());
                in(checks, rope, step -> rotation(checks, rope, step));
            } else if (SinusoidTable.isCropped(tensor)) {
                in(checks, tensor.substring(0, tensor.indexOf('.')), step -> table(checks, tensor));
            }
        }
    }

    private void ifThere(GoldenChecks checks, String tensor, String name, Comparisons comparisons) {
        if (checks.file().has(tensor)) {
            in(checks, name, comparisons);
        }
    }

    private void in(GoldenChecks checks, String name, Comparisons comparisons) {
        checks.in(name, () -> {
            try (NDManager step = models.scope().newSubManager()) {
                comparisons.run(step);
            }
        });
    }

    private void time(GoldenChecks checks, NDManager step) {
        float[] times = checks.file().floats("t");
        NDArray frequencies =
                call("time_frequencies").tensor(step.create(times)).tensorIn(step);
        checks.close("t.sincos", frequencies, GoldenChecks.FORWARD);
        checks.close("t.time_token", transformer.timeEmbedding(step, times, weights.timeToken()), GoldenChecks.FORWARD);
        checks.close(
                "t.t_embedder", transformer.timeEmbedding(step, times, weights.timeEmbedder()), GoldenChecks.FORWARD);
    }

    private void patches(GoldenChecks checks, NDManager step) {
        NDArray latents = checks.file().tensor(step, "patch.x");
        NDArray nowhere = step.zeros(new Shape(1));
        checks.close(
                "patch.x_embedder",
                call("patchify")
                        .tensor(latents)
                        .tensors(weights.outputPatch())
                        .tensor(nowhere)
                        .tensorIn(step),
                GoldenChecks.FORWARD);
        checks.close(
                "patch.input_x_embedder",
                call("patchify")
                        .tensor(latents)
                        .tensors(weights.inputPatch())
                        .tensor(nowhere)
                        .tensorIn(step),
                GoldenChecks.FORWARD);
    }

    private void pixels(GoldenChecks checks, NDManager step) {
        long[] shape = checks.file().shape("unpatchify.out");
        NDArray latents = call("unpatchify")
                .tensor(checks.file().tensor(step, "unpatchify.in"))
                .integer(shape[2])
                .integer(shape[3])
                .tensorIn(step);
        checks.close("unpatchify.out", latents, GoldenChecks.FORWARD);
    }

    /** The row is as long as its last place says. */
    private void rotation(GoldenChecks checks, String rope, NDManager step) {
        long[] places = checks.file().longs(rope + PLACES_OF_ROTATION);
        int rowLength = Math.toIntExact(Arrays.stream(places).max().orElse(0) + 1);
        Rotary.Table table = transformer.rotary().table(step, step.create(places), rowLength);
        checks.close(rope + ".cos", table.cos(), GoldenChecks.FORWARD);
        float[] sin = table.sin().toFloatArray();
        int size = transformer.config().headSize();
        for (int i = 0; i < sin.length; i++) { // the first half of each row carries the minus sign of rotate-half
            sin[i] = i % size < size / 2 ? -sin[i] : sin[i];
        }
        checks.close(rope + ".sin", sin, GoldenChecks.FORWARD);
    }

    private void norm(GoldenChecks checks, NDManager step) {
        NDArray normed = call("rms_norm")
                .tensor(checks.file().tensor(step, "rmsnorm.in"))
                .tensor(weights.norm())
                .number(transformer.config().rmsNormEps())
                .tensorIn(step);
        checks.close("rmsnorm.out", normed, GoldenChecks.FORWARD);
    }

    private void finalLayer(GoldenChecks checks, NDManager step) {
        NDArray modulations = call("modulations")
                .tensor(checks.file().tensor(step, "final.c"))
                .tensors(weights.finalLayer())
                .tensorIn(step);
        for (int row = 0; row < modulations.getShape().get(0); row++) {
            NDArray out = call("final_layer")
                    .tensor(checks.file().row(step, "rmsnorm.in", row))
                    .tensor(modulations.get(row))
                    .tensors(weights.finalLayer())
                    .tensorIn(step);
            checks.closeRow("final.out", row, out.toFloatArray(), GoldenChecks.FORWARD);
        }
    }

    private static void table(GoldenChecks checks, String tensor) {
        GoldenFile file = checks.file();
        checks.close(
                tensor,
                SinusoidTable.cropped(tensor, file.shape(tensor), file.description(tensor)),
                GoldenChecks.FORWARD);
    }

    private ScriptCall call(String method) {
        return transformer.script().call(method);
    }
}
