package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.conditioning.PillowResize;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.preview.Latents;
import dev.titorelli.worker.preview.PreviewMap;
import dev.titorelli.worker.preview.Psnr;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * How near the shipped model's previews come to the finished picture, step by step. The table of docs/model.md is what this prints with
 * {@code -Dpreviews.steps=20 -Dpreviews.side=128}.
 */
final class PreviewsOfStepsTest {

    private static final OmniGen MODEL = OmniGen.open(Path.of("../models/shapes"));
    private static final int STEPS = Integer.getInteger("previews.steps", 6);
    private static final int SIDE_PX = Integer.getInteger("previews.side", 64);
    private static final int PICTURES = 8;
    private static final List<String> PROMPTS = List.of(
            "a red circle on a blue background",
            "a green square left of a yellow triangle",
            "a large white star on a black background",
            "two purple circles above an orange square");

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void everyStepsPreviewIsNearerToThePictureThanThatOfItsLatents() {
        List<Psnr> ofLatents = Stream.generate(Psnr::new).limit(STEPS - 1).toList();
        List<Psnr> ofPreviews = Stream.generate(Psnr::new).limit(STEPS - 1).toList();
        for (int seed = 0; seed < PICTURES; seed++) {
            add(seed, ofLatents, ofPreviews);
        }
        for (int step = 0; step < STEPS - 1; step++) {
            double before = ofLatents.get(step).decibels();
            double now = ofPreviews.get(step).decibels();
            System.out.printf("step %d: latents %.1f dB, preview %.1f dB%n", step + 1, before, now);
            assertThat(now).isGreaterThan(before);
        }
    }

    private static void add(int seed, List<Psnr> ofLatents, List<Psnr> ofPreviews) {
        PreviewMap map = MODEL.previewMap().orElseThrow();
        List<RgbImage> latents = new ArrayList<>();
        List<RgbImage> previews = new ArrayList<>();
        try (Sampling sampling = MODEL.start(parameters(seed))) {
            for (int step = 1; step < STEPS; step++) {
                sampling.step();
                latents.add(map.image(
                        new Latents(SIDE_PX / 8, SIDE_PX / 8, sampling.latents().toFloatArray())));
                previews.add(new OmniGenPreviews(MODEL).of(sampling, SIDE_PX).get());
            }
            sampling.step();
            RgbImage small = PillowResize.resize(sampling.image(), SIDE_PX / 8, SIDE_PX / 8, PillowResize.Filter.BOX);
            for (int i = 0; i < STEPS - 1; i++) {
                ofLatents.get(i).add(latents.get(i), small);
                ofPreviews.get(i).add(previews.get(i), small);
            }
        }
    }

    private static SamplingParameters parameters(int seed) {
        ModelDefaults defaults = MODEL.defaults();
        return new SamplingParameters(
                PROMPTS.get(seed % PROMPTS.size()),
                defaults.negativePrompt(),
                List.of(),
                SIDE_PX,
                SIDE_PX,
                STEPS,
                defaults.guidanceScale(),
                defaults.imageGuidanceScale(),
                defaults.useImageGuidance(),
                defaults.timeShift(),
                seed,
                defaults.maxInputSizePx());
    }
}
