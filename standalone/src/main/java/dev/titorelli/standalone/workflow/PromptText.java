package dev.titorelli.standalone.workflow;

import dev.titorelli.InputImage;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A prompt in which input pictures are named by number or by stage: <code>{1}</code> is the first input, <code>{draw}</code>
 * the picture of stage draw. The model's own tags stay as they are; <code>{{</code> and <code>}}</code> are braces.
 */
final class PromptText {

    private static final Pattern NAMED = Pattern.compile("\\{\\{|}}|\\{([A-Za-z0-9-]{1,40})}");
    private static final String TAG = "<img><|image_%s|></img>";

    private PromptText() {}

    /**
     * The prompt as the model reads it.
     *
     * @param wrong told of each name that is none
     */
    static String of(String text, List<InputImage> inputs, Consumer<String> wrong) {
        Matcher named = NAMED.matcher(text);
        return named.replaceAll(found -> Matcher.quoteReplacement(replacement(found, inputs, wrong)));
    }

    private static String replacement(MatchResult found, List<InputImage> inputs, Consumer<String> wrong) {
        String name = found.group(1);
        if (name == null) {
            return found.group().substring(1);
        }
        List<Integer> numbers = name.matches("[0-9]{1,4}") ? byNumber(name, inputs) : byStage(name, inputs);
        if (numbers.size() != 1) {
            wrong.accept(found.group() + ": " + (numbers.isEmpty() ? none(inputs) : several(numbers, name)));
        }
        return TAG.formatted(numbers.isEmpty() ? "1" : numbers.get(0));
    }

    private static List<Integer> byNumber(String name, List<InputImage> inputs) {
        int number = Integer.parseInt(name);
        return number >= 1 && number <= inputs.size() ? List.of(number) : List.of();
    }

    private static List<Integer> byStage(String name, List<InputImage> inputs) {
        return IntStream.rangeClosed(1, inputs.size())
                .filter(n -> inputs.get(n - 1).getStage() != null
                        && inputs.get(n - 1).getStage().getStage().equals(name))
                .boxed()
                .toList();
    }

    private static String none(List<InputImage> inputs) {
        return inputs.isEmpty()
                ? "the stage has no inputs; for braces write {{ and }}"
                : "no such input; write %s, or the name of a stage that is one; for braces {{ and }}"
                        .formatted(inputs.size() == 1 ? "{1}" : "{1} to {" + inputs.size() + "}");
    }

    private static String several(List<Integer> numbers, String name) {
        return "the inputs %s are all pictures of stage %s: write their numbers".formatted(numbers, name);
    }
}
