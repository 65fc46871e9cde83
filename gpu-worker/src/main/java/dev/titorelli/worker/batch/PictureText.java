package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text inside a picture: all that fixes it and nothing that varies between attempts, so that equal pictures are equal files. */
final class PictureText {

    static final String SOFTWARE = "Titorelli";

    private PictureText() {}

    static SortedMap<String, String> of(Job job, ModelDescription model) {
        SortedMap<String, String> text = new TreeMap<>();
        text.put("Software", SOFTWARE);
        text.put("prompt", job.getPrompt());
        text.put("negativePrompt", job.getNegativePrompt());
        text.put("parameters", parameters(job));
        text.put("seed", Long.toString(job.getSeed()));
        text.put("jobDigest", job.getJobDigest());
        text.put("modelDigest", model.digest());
        text.put("profile", profile(model));
        return text;
    }

    private static String parameters(Job job) {
        SortedMap<String, Object> values = new TreeMap<>();
        values.put("size", job.getWidthPx() + "x" + job.getHeightPx());
        values.put("steps", job.getSteps());
        values.put("guidanceScale", job.getGuidanceScale());
        values.put("imageGuidanceScale", job.getImageGuidanceScale());
        values.put("useImageGuidance", job.getUseImageGuidance());
        values.put("timeShift", job.getTimeShift());
        if (job.getAdapter() != null) {
            values.put("adapter", job.getAdapter().getName());
            values.put("adapterDigest", job.getAdapterDigest());
            values.put("adapterScale", job.getAdapter().getScale());
        }
        if (job.getStepCaching() != 0) {
            values.put("stepCaching", job.getStepCaching());
        }
        if (!job.getCachingFit().isEmpty()) {
            values.put("cachingFit", job.getCachingFit());
        }
        values.put("maxInputSizePx", job.getMaxInputSizePx());
        values.put("inputs", job.getInputs().stream().map(i -> i.getDigest()).collect(Collectors.joining(" ")));
        return lines(values);
    }

    private static String profile(ModelDescription model) {
        SortedMap<String, Object> values = new TreeMap<>(model.profile());
        values.put("digest", model.profileDigest());
        return lines(values);
    }

    private static String lines(SortedMap<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }
}
