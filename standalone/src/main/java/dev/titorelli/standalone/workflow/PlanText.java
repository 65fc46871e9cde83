package dev.titorelli.standalone.workflow;

import dev.titorelli.ImageSize;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.standalone.workflow.Plan.PlannedStage;
import java.util.ArrayList;
import java.util.List;

/** A plan for a person. */
public final class PlanText {

    private static final int PROMPT_CHARS = 60;

    private PlanText() {}

    /** One line for the whole, then a table of the stages in the order of their turns. */
    public static List<String> lines(String title, String model, Plan plan) {
        TextTable table = new TextTable("turn", "stage", "starts", "jobs", "size", "steps", "prompt");
        plan.stages().stream()
                .sorted((one, other) -> Integer.compare(one.turn(), other.turn()))
                .forEach(stage -> table.row(
                        String.valueOf(stage.turn()),
                        stage.name(),
                        stage.after().isEmpty() ? "at once" : "after " + String.join(", ", stage.after()),
                        String.valueOf(stage.jobs()),
                        size(stage),
                        String.valueOf(stage.steps()),
                        prompt(stage.prompt())));
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s, %s, for model %s"
                .formatted(title, counted(plan.stages().size(), "stage"), counted(plan.jobs(), "job"), model));
        lines.addAll(table.lines());
        return lines;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String size(PlannedStage stage) {
        return stage.size().map(PlanText::size).orElse("as its input");
    }

    private static String size(ImageSize size) {
        return size.getWidthPx() + "x" + size.getHeightPx();
    }

    private static String prompt(String prompt) {
        String shown = onOneLine(prompt);
        return shown.length() <= PROMPT_CHARS ? shown : shown.substring(0, PROMPT_CHARS) + "...";
    }

    /** With the model's tags as a person writes them. */
    static String onOneLine(String prompt) {
        return prompt.replaceAll("<img><\\|image_([0-9]+)\\|></img>", "{$1}")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
