package dev.titorelli.standalone.workflow;

import dev.titorelli.standalone.workflow.YamlValue.Field;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import dev.titorelli.standalone.workflow.YamlValue.Items;
import dev.titorelli.standalone.workflow.YamlValue.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Text to a tree with the place of everything. Nothing is constructed but this tree: a file can't name Java types, aliases
 * are few, don't lead back to themselves, and may not blow a small file up.
 */
final class YamlTree {

    /** Characters that a file may have. */
    static final int MAX_CHARS = 1 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_VALUES = 10_000;
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.SEQ, Tag.MAP);

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    private YamlTree() {}

    /**
     * Reads one document.
     *
     * @throws WorkflowSyntaxException at the first place where it is no YAML, or none that is read here
     */
    static YamlValue read(String text) {
        try {
            Node root = new Composer(new ParserImpl(new StreamReader(text), options()), new Resolver(), options())
                    .getSingleNode();
            if (root == null) {
                throw new WorkflowSyntaxException(Mark.START, "the file is empty: expected stages");
            }
            return new YamlTree().value(root);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? Mark.START : mark(e.getProblemMark());
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            throw new WorkflowSyntaxException(mark, "no YAML: " + context + e.getProblem());
        } catch (YAMLException e) {
            throw new WorkflowSyntaxException(Mark.START, "no YAML: " + e.getMessage());
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        return options;
    }

    private YamlValue value(Node node) {
        Mark mark = mark(node.getStartMark());
        if (++values > MAX_VALUES) {
            throw new WorkflowSyntaxException(mark, "too much: aliases counted, at most " + MAX_VALUES + " values");
        }
        if (!PLAIN.contains(node.getTag())) {
            throw new WorkflowSyntaxException(
                    mark, "the tag " + node.getTag().getValue() + " is not read: leave it out");
        }
        if (!open.add(node)) {
            throw new WorkflowSyntaxException(mark, "the value holds itself, by an alias");
        }
        try {
            return parts(node, mark);
        } finally {
            open.remove(node);
        }
    }

    private YamlValue parts(Node node, Mark mark) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, mark);
        }
        if (node instanceof SequenceNode sequence) {
            return new Items(mark, sequence.getValue().stream().map(this::value).toList());
        }
        List<Field> fields = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            YamlValue key = value(tuple.getKeyNode());
            if (!(key instanceof Scalar name)) {
                throw new WorkflowSyntaxException(key.mark(), "a key is a word, found " + key.shown());
            }
            fields.add(new Field(key.mark(), name.text(), value(tuple.getValueNode())));
        }
        return new Fields(mark, List.copyOf(fields));
    }

    private static Scalar scalar(ScalarNode node, Mark mark) {
        boolean isQuoted = node.getScalarStyle() != ScalarStyle.PLAIN;
        boolean isBlock = node.getScalarStyle() == ScalarStyle.LITERAL || node.getScalarStyle() == ScalarStyle.FOLDED;
        int columns = node.getEndMark().getColumn() - node.getStartMark().getColumn() - (isQuoted ? 2 : 0);
        boolean isExact = !isBlock
                && node.getStartMark().getLine() == node.getEndMark().getLine()
                && columns == node.getValue().length();
        return new Scalar(mark, node.getValue(), isQuoted, isExact, false);
    }

    private static Mark mark(org.yaml.snakeyaml.error.Mark mark) {
        return new Mark(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
