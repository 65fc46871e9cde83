package dev.titorelli.standalone.bench.prefixes;

import dev.titorelli.ImageFormat;
import dev.titorelli.Job;
import dev.titorelli.worker.bench.ModelBench;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.ModelDefaults;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The patterns, as jobs with the model's defaults. Pictures that go in are as large as those that come out.
 *
 * @param digest the model's
 */
record PrefixPatterns(String digest, ModelDefaults defaults, int widthPx, int heightPx, int steps) {

    /** Pictures of a pattern; a retry is the second attempt of one. */
    static final int PICTURES = 4;

    private static final String TENANT = "bench";
    private static final String PICTURE = "<img><|image_1|></img> ";

    List<PrefixPattern> all() {
        List<RgbImage> picture = List.of(gradient());
        return List.of(
                new PrefixPattern("n images", true, jobs(PICTURES, this::seed), List.of()),
                new PrefixPattern("seed sweep of an edit", false, jobs(PICTURES, this::edit), picture),
                new PrefixPattern("retry of an edit", false, jobs(2, attempt -> edit(0)), picture),
                new PrefixPattern("default negative prompt", false, jobs(PICTURES, this::stranger), List.of()),
                new PrefixPattern("instructions for a picture", false, jobs(PICTURES, this::instruction), picture));
    }

    private static List<Job> jobs(int number, IntFunction<Job> job) {
        return IntStream.range(0, number).mapToObj(job).toList();
    }

    private Job seed(int seed) {
        return job(TENANT, ModelBench.PROMPT, seed);
    }

    private Job edit(int seed) {
        return job(TENANT, PICTURE + ModelBench.PROMPT, seed);
    }

    private Job stranger(int number) {
        return job(TENANT + number, prompt(number), 0);
    }

    private Job instruction(int number) {
        return job(TENANT, PICTURE + prompt(number), 0);
    }

    /** Each longer than the one before: other tokens for models too that know none of the words. */
    private static String prompt(int number) {
        return ModelBench.PROMPT + " and the moon".repeat(number);
    }

    /** As much of a job as its picture follows from. */
    Job job(String tenant, String prompt, long seed) {
        return Job.newBuilder()
                .setJobId(tenant + "/prefixes/image/0")
                .setTenant(tenant)
                .setRequestId("prefixes")
                .setStage("image")
                .setQueue("none")
                .setModelDigest(digest)
                .setPrompt(prompt)
                .setNegativePrompt(defaults.negativePrompt())
                .setWidthPx(widthPx)
                .setHeightPx(heightPx)
                .setMaxInputSizePx(defaults.maxInputSizePx())
                .setSteps(steps)
                .setGuidanceScale(defaults.guidanceScale())
                .setImageGuidanceScale(defaults.imageGuidanceScale())
                .setUseImageGuidance(defaults.useImageGuidance())
                .setTimeShift(defaults.timeShift())
                .setSeed(seed)
                .setFormat(ImageFormat.PNG)
                .build();
    }

    private RgbImage gradient() {
        byte[] rgb = new byte[3 * widthPx * heightPx];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % widthPx + i / 3 / widthPx);
        }
        return new RgbImage(widthPx, heightPx, rgb);
    }
}
