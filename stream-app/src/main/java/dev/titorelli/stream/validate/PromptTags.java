package dev.titorelli.stream.validate;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The image tags of a prompt, such as {@code <img><|image_1|></img>}. */
record PromptTags(Set<Integer> numbers, Set<String> malformed) {

    static final String FORM = "<img><|image_n|></img>";

    private static final Pattern MARK = Pattern.compile("(<img>)?<\\|image_(\\d+)\\|>(</img>)?");
    private static final int MAX_DIGITS = 4;

    /** Finds every tag; a mark outside of {@code <img>} and {@code </img>} is malformed. */
    static PromptTags of(String prompt) {
        Set<Integer> numbers = new LinkedHashSet<>();
        Set<String> malformed = new LinkedHashSet<>();
        Matcher mark = MARK.matcher(prompt);
        while (mark.find()) {
            boolean wrapped = mark.group(1) != null && mark.group(3) != null;
            if (wrapped && mark.group(2).length() <= MAX_DIGITS) {
                numbers.add(Integer.parseInt(mark.group(2)));
            } else {
                malformed.add(mark.group());
            }
        }
        return new PromptTags(numbers, malformed);
    }
}
