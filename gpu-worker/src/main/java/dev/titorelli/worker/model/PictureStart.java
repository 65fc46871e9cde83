package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.conditioning.ConditioningException.Code;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.conditioning.PromptEncoder;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts pictures: tokens, latents of the input pictures, prefixes and time tokens of all branches, noise.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/pipeline.py">OmniGen,
 *     OmniGenPipeline.__call__</a>
 */
public record PictureStart(
        PromptEncoder prompts,
        Transformer transformer,
        StepBatch batch,
        InputLatents inputLatents,
        Prefixes prefixes,
        Sampler sampler,
        Vae vae,
        ModelLimits limits)
        implements AutoCloseable {
    /**
     * Starts a picture in a scope of its own, below the model's.
     *
     * @throws dev.titorelli.worker.conditioning.ConditioningException for what the model does not allow
     */
    public Sampling start(NDManager model, SamplingParameters parameters, PrefixSharing sharing) {
        Preparation preparation = prepare(model, parameters, sharing);
        try {
            return preparation.all();
        } catch (RuntimeException e) {
            preparation.close();
            throw e;
        }
    }

    /**
     * Prepares a picture in a scope of its own, below the model's; nothing is computed yet.
     *
     * @throws dev.titorelli.worker.conditioning.ConditioningException for what the model does not allow
     */
    public Preparation prepare(NDManager model, SamplingParameters parameters, PrefixSharing sharing) {
        ParameterCheck.check(parameters, limits);
        requireOwn(model, parameters);
        List<RgbImage> inputs = parameters.inputs().stream()
                .map(input -> InputPicture.prepare(input, parameters.maxInputSizePx()))
                .toList();
        inputs.forEach(this::requirePatches);
        List<PromptTokens> branches = branches(parameters, tokensOf(inputs));
        branches.forEach(this::requireTokens);
        return new Preparation(
                this, model.newSubManager(), new Preparation.Wish(parameters, inputs, branches, sharing));
    }

    /** The branches' tokens of a picture's parameters. */
    public List<PromptTokens> branches(SamplingParameters parameters) {
        return branches(
                parameters,
                tokensOf(parameters.inputs().stream()
                        .map(input -> InputPicture.prepare(input, parameters.maxInputSizePx()))
                        .toList()));
    }

    private static List<Integer> tokensOf(List<RgbImage> prepared) {
        return prepared.stream().map(InputPicture::tokens).toList();
    }

    /** The branches' tokens: conditional, unconditional, imageOnly; those that can't change the result are left out. */
    List<PromptTokens> branches(SamplingParameters parameters, List<Integer> imageTokens) {
        List<PromptTokens> branches = new ArrayList<>();
        branches.add(prompts.encode(parameters.prompt(), imageTokens));
        boolean imageOnly = !imageTokens.isEmpty() && parameters.useImageGuidance();
        if (imageOnly || parameters.guidanceScale() != 1) {
            branches.add(prompts.encodeText(parameters.negativePrompt()));
        }
        if (imageOnly) {
            branches.add(prompts.encodeImagesOnly(imageTokens));
        }
        return branches;
    }

    /** A picture whose branches are ready. */
    Sampling begin(NDManager scope, SamplingParameters parameters, List<VelocityField.Branch> rows, int prefixTokens) {
        float[] flowTimes = new FlowSchedule(parameters.steps(), parameters.timeShift()).stepTimes();
        int height = parameters.heightPx() / 8;
        int width = parameters.widthPx() / 8;
        VelocityField field = new VelocityField(scope, transformer, flowTimes, rows, height, width);
        NDArray noise = sampler.noise(scope, parameters.seed(), 1, TransformerConfig.LATENT_CHANNELS, height, width);
        return new Sampling(scope, sampler, batch, vae, field, parameters, noise, prefixTokens);
    }

    private static void requireOwn(NDManager model, SamplingParameters parameters) {
        if (parameters.adapter().filter(a -> !a.adapter().isOf(model)).isPresent()) {
            throw new IllegalArgumentException("the adapter was opened for another model");
        }
    }

    private void requirePatches(RgbImage input) {
        if (input.widthPx() > limits.maxWidthPx() || input.heightPx() > limits.maxHeightPx()) {
            throw new ConditioningException(
                    Code.IMAGE_TOO_NARROW,
                    "an input picture is %d x %d pixels once its shorter side holds a patch; allowed: at most %d x %d"
                            .formatted(input.widthPx(), input.heightPx(), limits.maxWidthPx(), limits.maxHeightPx()));
        }
    }

    private void requireTokens(PromptTokens branch) {
        if (branch.length() > limits.maxPrefixTokens()) {
            throw new ConditioningException(
                    Code.TOO_MANY_PREFIX_TOKENS,
                    "prompt and input pictures take %d tokens; allowed: at most %d"
                            .formatted(branch.length(), limits.maxPrefixTokens()));
        }
    }

    @Override
    public void close() {
        transformer.close();
        vae.close();
        sampler.close();
    }
}
