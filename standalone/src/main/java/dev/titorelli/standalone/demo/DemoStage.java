package dev.titorelli.standalone.demo;

import dev.titorelli.ImageSize;
import java.util.List;

/**
 * One stage of a demonstrated request.
 *
 * @param name unique within its request
 * @param prompt what to paint
 * @param size of the picture
 * @param seed of its noise
 * @param steps denoising steps; the model's default when null
 * @param inputs in the order of the prompt's tags
 */
record DemoStage(String name, String prompt, ImageSize size, long seed, Integer steps, List<DemoInput> inputs) {

    DemoStage {
        inputs = List.copyOf(inputs);
    }
}
