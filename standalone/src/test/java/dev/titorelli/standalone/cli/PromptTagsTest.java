package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptTagsTest {

    @Test
    void putsATagForEachInputBeforeAPromptThatNamesNone() {
        assertThat(PromptTags.complete("side by side", 2))
                .isEqualTo("<img><|image_1|></img> <img><|image_2|></img> side by side");
    }

    @Test
    void leavesAPromptThatNamesAnInputAsItIs() {
        String prompt = "the object of <img><|image_1|></img> on the left";

        assertThat(PromptTags.complete(prompt, 1)).isEqualTo(prompt);
    }

    @Test
    void leavesAPromptWithoutInputsAsItIs() {
        assertThat(PromptTags.complete("a red circle", 0)).isEqualTo("a red circle");
    }
}
