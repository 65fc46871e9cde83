package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.ModelAlias;
import dev.titorelli.worker.bench.ModelInfo;
import java.nio.file.Path;
import java.util.List;

/** A checkpoint's folder as a worker would announce it, but for the digest. */
final class FolderModel {

    private FolderModel() {}

    /** @param buckets the setting of a worker */
    static CatalogueEntry entry(Path folder, List<Integer> buckets) {
        String alias = ModelAlias.of(folder);
        ModelInfo info = ModelInfo.of(folder);
        return CatalogueEntry.newBuilder()
                .setAlias(alias)
                .setLimits(limits(info))
                .setDefaults(defaults(info.defaults()))
                .setBuckets(GpuWorker.queuesOf(folder, alias, buckets).stream()
                        .map(QueueName::tokens)
                        .distinct()
                        .map(tokens -> new ModelBucket(tokens, info.limits().maxPrefixTokens()))
                        .toList())
                .build();
    }

    private static ModelLimits limits(ModelInfo info) {
        return ModelLimits.newBuilder()
                .setMaxWidthPx(info.limits().maxWidthPx())
                .setMaxHeightPx(info.limits().maxHeightPx())
                .setSizeMultiplePx(info.limits().sizeMultiplePx())
                .setMaxSteps(info.limits().maxSteps())
                .setMaxInputs(info.limits().maxInputs())
                .setMaxPromptChars(info.limits().maxPromptChars())
                .setMaxInputSizePx(info.defaults().maxInputSizePx())
                .build();
    }

    private static ModelDefaults defaults(dev.titorelli.worker.model.ModelDefaults defaults) {
        return ModelDefaults.newBuilder()
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
}
