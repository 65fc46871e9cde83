package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.ModelLimits;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import java.util.List;

/** OmniGen at the device loop's service. The model stays its owner's to close. */
public final class OmniGenPainter implements Painter {

    private final OmniGen model;
    private final ModelDescription description;

    public OmniGenPainter(OmniGen model) {
        this.model = model;
        this.description = new ModelDescription(
                model.digest(),
                limits(model.limits(), model.defaults()),
                defaults(model.defaults()),
                model.limits().maxPrefixTokens(),
                model.profile(),
                model.profileDigest());
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public Painting start(Job job, List<RgbImage> inputs) {
        return new OmniGenPainting(model.start(parameters(job, inputs)));
    }

    @Override
    public List<String> unknownWords(String prompt) {
        return model.unknownWords(prompt);
    }

    static SamplingParameters parameters(Job job, List<RgbImage> inputs) {
        return new SamplingParameters(
                job.getPrompt(),
                job.getNegativePrompt(),
                inputs,
                job.getWidthPx(),
                job.getHeightPx(),
                job.getSteps(),
                job.getGuidanceScale(),
                job.getImageGuidanceScale(),
                job.getUseImageGuidance(),
                job.getTimeShift(),
                job.getSeed(),
                job.getMaxInputSizePx());
    }

    private static dev.titorelli.ModelLimits limits(ModelLimits limits, ModelDefaults defaults) {
        return dev.titorelli.ModelLimits.newBuilder()
                .setMaxWidthPx(limits.maxWidthPx())
                .setMaxHeightPx(limits.maxHeightPx())
                .setSizeMultiplePx(limits.sizeMultiplePx())
                .setMaxSteps(limits.maxSteps())
                .setMaxInputs(limits.maxInputs())
                .setMaxPromptChars(limits.maxPromptChars())
                .setMaxInputSizePx(defaults.maxInputSizePx())
                .build();
    }

    private static dev.titorelli.ModelDefaults defaults(ModelDefaults defaults) {
        return dev.titorelli.ModelDefaults.newBuilder()
                .setWidthPx(defaults.widthPx())
                .setHeightPx(defaults.heightPx())
                .setSteps(defaults.steps())
                .setGuidanceScale(defaults.guidanceScale())
                .setImageGuidanceScale(defaults.imageGuidanceScale())
                .setUseImageGuidance(defaults.useImageGuidance())
                .setTimeShift(defaults.timeShift())
                .setNegativePrompt(defaults.negativePrompt())
                .setMaxInputSizePx(defaults.maxInputSizePx())
                .build();
    }

    private record OmniGenPainting(Sampling sampling) implements Painting {
        @Override
        public int stepsDone() {
            return sampling.stepsDone();
        }

        @Override
        public int steps() {
            return sampling.steps();
        }

        @Override
        public void step() {
            sampling.step();
        }

        @Override
        public RgbImage image() {
            return sampling.image();
        }

        @Override
        public void close() {
            sampling.close();
        }
    }
}
