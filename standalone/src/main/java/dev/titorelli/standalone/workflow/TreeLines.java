package dev.titorelli.standalone.workflow;

import dev.titorelli.standalone.workflow.Plan.PlannedStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the stages of a plan are drawn as a tree, or named where nothing can be drawn. */
public final class TreeLines {

    private static final String[] UNICODE = {"├─ ", "└─ ", "│  ", "   "};
    private static final String[] ASCII = {"|- ", "`- ", "|  ", "   "};

    private final String root;
    private final List<PlannedStage> order = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final String[] glyphs;

    private TreeLines(String root, String[] glyphs) {
        this.root = root;
        this.glyphs = glyphs;
    }

    /**
     * A tree of branches.
     *
     * @param root what the whole is called
     */
    public static TreeLines drawn(String root, Plan plan, boolean unicode) {
        TreeLines lines = new TreeLines(root, unicode ? UNICODE : ASCII);
        lines.add(plan, "", "");
        return lines;
    }

    /** The stages' own names, in the order of the file. */
    public static TreeLines plain(String root, Plan plan) {
        TreeLines lines = new TreeLines(root, ASCII);
        plan.stages().forEach(stage -> {
            lines.order.add(stage);
            lines.names.put(stage.name(), "  " + stage.name());
        });
        return lines;
    }

    /** @param parent a stage's name; empty for those that take no picture of another */
    private void add(Plan plan, String parent, String indent) {
        List<PlannedStage> children = plan.stages().stream()
                .filter(stage -> parentOf(stage).equals(parent))
                .toList();
        for (PlannedStage child : children) {
            boolean isLast = child.equals(children.get(children.size() - 1));
            order.add(child);
            names.put(child.name(), indent + glyphs[isLast ? 1 : 0] + child.name() + others(child));
            add(plan, child.name(), indent + glyphs[isLast ? 3 : 2]);
        }
    }

    private static String parentOf(PlannedStage stage) {
        return stage.after().stream().findFirst().orElse("");
    }

    /** What else it takes pictures of. */
    private static String others(PlannedStage stage) {
        List<String> others = stage.after().stream().skip(1).toList();
        return others.isEmpty() ? "" : " (+ " + String.join(", ", others) + ")";
    }

    String root() {
        return root;
    }

    List<PlannedStage> order(Plan plan) {
        return order;
    }

    String name(PlannedStage stage) {
        return names.get(stage.name());
    }
}
