package dev.titorelli.identity;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * SHA-256 over everything that fixes a job's picture: model, adapter and scale, prompts, resolved parameters, input
 * digests, seed. Attempt, lane, times and labels don't belong to it, so that every attempt has the same digest.
 *
 * <p>The digested text has one line a value, {@code name=<UTF-8 byte length>:value\n}, in a fixed order. A double is its
 * exact decimal expansion, {@code 2.5}, {@code 1}: Java's own text of a double differs between versions of Java. A later
 * field that changes pixels is appended only when it is set, so that older digests stay.
 */
public final class JobDigest {

    private JobDigest() {}

    /**
     * The digest of a job; its own {@code jobDigest} field is ignored.
     *
     * @return 64 lower-case hex digits
     * @throws NumberFormatException when a number is infinite or not a number, which validation does not let through
     */
    public static String of(Job job) {
        return Sha256.of(canonicalText(job));
    }

    static String canonicalText(Job job) {
        Lines lines = new Lines();
        lines.add("format", "titorelli-job-1");
        lines.add("model", job.getModelDigest());
        lines.add("prompt", job.getPrompt());
        lines.add("negativePrompt", job.getNegativePrompt());
        lines.add("size", job.getWidthPx() + "x" + job.getHeightPx());
        lines.add("maxInputSizePx", Integer.toString(job.getMaxInputSizePx()));
        lines.add("steps", Integer.toString(job.getSteps()));
        lines.add("guidanceScale", exact(job.getGuidanceScale()));
        lines.add("imageGuidanceScale", exact(job.getImageGuidanceScale()));
        lines.add("useImageGuidance", Boolean.toString(job.getUseImageGuidance()));
        lines.add("timeShift", exact(job.getTimeShift()));
        lines.add("seed", Long.toString(job.getSeed()));
        lines.add("mediaFormat", job.getFormat().name());
        job.getInputs().forEach(input -> lines.add("input", input.getDigest()));
        addOptional(job, lines);
        return lines.text();
    }

    private static void addOptional(Job job, Lines lines) {
        if (job.getAdapter() != null) {
            lines.add("adapter", job.getAdapterDigest());
            lines.add("adapterScale", exact(job.getAdapter().getScale()));
        }
        addImage(lines, "initialImage", job.getInitialImage());
        if (job.getStrength() != null) {
            lines.add("strength", exact(job.getStrength()));
        }
        addImage(lines, "mask", job.getMask());
        if (job.getStepCaching() != 0) {
            lines.add("stepCaching", Integer.toString(job.getStepCaching()));
        }
        if (!job.getCachingFit().isEmpty()) {
            lines.add("cachingFit", job.getCachingFit());
        }
    }

    private static String exact(double value) {
        return new BigDecimal(value).stripTrailingZeros().toPlainString();
    }

    private static void addImage(Lines lines, String name, ImageObject image) {
        if (image != null) {
            lines.add(name, image.getDigest());
        }
    }

    private static final class Lines {
        private final StringBuilder lines = new StringBuilder(512);

        void add(String name, String value) {
            int bytes = value.getBytes(StandardCharsets.UTF_8).length;
            lines.append(name)
                    .append('=')
                    .append(bytes)
                    .append(':')
                    .append(value)
                    .append('\n');
        }

        String text() {
            return lines.toString();
        }
    }
}
