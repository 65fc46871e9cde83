package dev.titorelli.standalone.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import dev.titorelli.standalone.workflow.YamlValue.Items;
import dev.titorelli.standalone.workflow.YamlValue.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors says what the reader reads. */
class WorkflowSchemaTest {

    private static final Path FOLDER = Path.of("..", "docs", "workflows");
    private static final JsonNode TREE = tree();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(TREE);

    private static JsonNode tree() {
        try {
            return new ObjectMapper()
                    .readTree(FOLDER.resolve("workflow.schema.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    private static <K extends Enum<K> & FieldKey> void assertSameKeys(String pointer, Class<K> keys) {
        List<String> known =
                Arrays.stream(keys.getEnumConstants()).map(FieldKey::key).toList();
        Iterable<String> described = () -> TREE.at(pointer).fieldNames();
        assertThat(described).containsExactlyElementsOf(known);
    }

    /** As an editor sees it. */
    private static JsonNode json(YamlValue value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Fields fields) {
            return nodes.objectNode()
                    .setAll(fields.fields().stream()
                            .collect(Collectors.toMap(YamlValue.Field::key, field -> json(field.value()))));
        }
        if (value instanceof Items items) {
            return nodes.arrayNode()
                    .addAll(items.values().stream()
                            .map(WorkflowSchemaTest::json)
                            .toList());
        }
        Scalar scalar = (Scalar) value;
        if (scalar.isNothing()) {
            return nodes.nullNode();
        }
        if (scalar.isFlag()) {
            return nodes.booleanNode(Boolean.parseBoolean(scalar.text()));
        }
        return scalar.isNumber() ? nodes.numberNode(new BigDecimal(scalar.text())) : nodes.textNode(scalar.text());
    }

    private static Set<ValidationMessage> complaints(String yaml) {
        return SCHEMA.validate(json(YamlTree.read(yaml)));
    }

    @Test
    void knowsEveryKeyThatTheReaderKnowsAndNoOther() {
        assertSameKeys("/properties", RequestKey.class);
        assertSameKeys("/$defs/stage/properties", StageKey.class);
        assertSameKeys("/$defs/input/properties", InputKey.class);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void acceptsTheExamples(Path example) throws IOException {
        assertThat(complaints(Files.readString(example))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void standsInTheFirstLineOfEachExample(Path example) throws IOException {
        assertThat(Files.readAllLines(example).get(0))
                .isEqualTo("# yaml-language-server: $schema=workflow.schema.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stages: {}",
                "title: x",
                "stages: {a: {prompt: 5}}",
                "stages: {a: {seed: 5}}",
                "stages: {a: {prompt: x, promt: y}}",
                "stages: {a: {prompt: x, steps: '5'}}",
                "stages: {a: {prompt: x, steps: 5.5}}",
                "stages: {a: {prompt: x, keep: no}}",
                "stages: {a: {prompt: x, size: 64}}",
                "stages: {a: {prompt: x, timeout: 90}}",
                "stages: {a: {prompt: x, inputs: {image: 1}}}",
                "stages: {a: {prompt: x, inputs: {stage: b, file: c.png}}}",
                "lane: fast\nstages: {a: {prompt: x}}",
                "deadline: tomorrow\nstages: {a: {prompt: x}}",
                "labels: {n: 1}\nstages: {a: {prompt: x}}",
                "variables: {n: [1]}\nstages: {a: {prompt: x}}"
            })
    void refusesWhatTheReaderRefuses(String yaml) {
        assertThat(Shapes.read(yaml).problems()).as("reader").isNotEmpty();
        assertThat(complaints(yaml)).as("schema").isNotEmpty();
    }

    @Test
    void acceptsVariablesInNumbersAsTheReaderDoes() {
        String yaml = "variables: {n: 5}\nstages: {a: {prompt: x, steps: '${n}', images: \"${n}\"}}";

        assertThat(Shapes.read(yaml).problems()).isEmpty();
        assertThat(complaints(yaml)).isEmpty();
    }
}
