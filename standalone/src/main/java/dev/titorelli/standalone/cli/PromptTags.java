package dev.titorelli.standalone.cli;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tags that name input pictures in a prompt. */
final class PromptTags {

    private PromptTags() {}

    /** The prompt; with a tag for each input before it when there are inputs and it names none. */
    static String complete(String prompt, int inputs) {
        if (inputs == 0 || prompt.contains("<|image_")) {
            return prompt;
        }
        return IntStream.rangeClosed(1, inputs).mapToObj(PromptTags::tag).collect(Collectors.joining(" ")) + " "
                + prompt;
    }

    /** The tag of the n-th input, from 1. */
    private static String tag(int number) {
        return "<img><|image_" + number + "|></img>";
    }
}
