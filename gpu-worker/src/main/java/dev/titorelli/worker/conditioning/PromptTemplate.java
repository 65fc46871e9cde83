package dev.titorelli.worker.conditioning;

import java.util.List;

/**
 * The sentence that the model was trained to see around a prompt.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/processor.py">
 *     OmniGen, add_prefix_instruction and img_cfg_prompt</a>
 */
public final class PromptTemplate {
    private PromptTemplate() {}

    /** The prompt in the template. */
    public static String around(String prompt) {
        return "<|user|>\nGenerate an image according to the following instructions\n"
                + prompt
                + "<|end|>\n<|assistant|>\n<|diffusion|>";
    }

    /** The texts between the image tags of the prompt in the template. */
    public static List<String> chunks(String prompt) {
        return ImageTags.textsOf(around(prompt));
    }

    /** The prompt of the imageOnly branch: every picture once, in order, and no words. */
    static String ofImagesOnly(int images) {
        StringBuilder prompt = new StringBuilder();
        for (int image = 1; image <= images; image++) {
            prompt.append(image == 1 ? "" : " ")
                    .append("<img><|image_")
                    .append(image)
                    .append("|></img>");
        }
        return prompt.toString();
    }
}
