package dev.titorelli.standalone.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.standalone.workflow.YamlValue.Fields;
import dev.titorelli.standalone.workflow.YamlValue.Items;
import dev.titorelli.standalone.workflow.YamlValue.Scalar;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

    private static YamlValue field(String yaml, int n) {
        return ((Fields) YamlTree.read(yaml)).fields().get(n).value();
    }

    private static Problem problem(String yaml) {
        try {
            YamlTree.read(yaml);
        } catch (WorkflowSyntaxException e) {
            return e.problem();
        }
        throw new AssertionError("it was read");
    }

    @Test
    void marksEveryValueFromOne() {
        assertThat(field("a: 1\nb:\n  - x\n  - {c: y}\n", 1)).isInstanceOfSatisfying(Items.class, items -> {
            assertThat(items.values()).extracting(YamlValue::mark).containsExactly(new Mark(3, 5), new Mark(4, 5));
            assertThat(((Fields) items.values().get(1)).fields().get(0).value().mark())
                    .isEqualTo(new Mark(4, 9));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes", "on", "off", "1:30", "0x1F", "2030-01-31", "1_000"})
    void readsAsTextWhatOnlyOlderYamlTakesForSomethingElse(String word) {
        assertThat(((Scalar) field("a: " + word, 0)).isText()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5, true", "-5, true", "5.0, false", "1e3, false", "'\"5\"', false", "five, false"})
    void knowsWholeNumbers(String value, boolean isWhole) {
        assertThat(((Scalar) field("a: " + value, 0)).isWhole()).isEqualTo(isWhole);
    }

    @Test
    void tellsWhereTextIsNoYaml() {
        assertThat(problem("a: 1\nb: [1, 2\nc: 3\n").toString()).startsWith("3:2: no YAML: ");
    }

    @Test
    void refusesTypesOfJava() {
        assertThat(problem("a: !!javax.script.ScriptEngineManager [x]").toString())
                .startsWith("1:4: no YAML: Global tag is not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!circle x", "!!binary eA==", "!!set {x}"})
    void refusesOtherTypesThanThoseOfJson(String value) {
        assertThat(problem("a: " + value).toString())
                .startsWith("1:4: the tag ")
                .endsWith(" is not read: leave it out");
    }

    @Test
    void refusesFilesThatAliasesBlowUp() {
        String bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(0, 5)
                        .mapToObj(i -> "a%d: &a%d [%s]\n"
                                .formatted(
                                        i + 1,
                                        i + 1,
                                        IntStream.range(0, 9)
                                                .mapToObj(n -> "*a" + i)
                                                .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining());

        assertThat(problem(bomb).message()).isEqualTo("too much: aliases counted, at most 10000 values");
    }

    @Test
    void refusesManyAliases() {
        String many = "a: &a [x]\nb: [" + "*a, ".repeat(60) + "]\n";

        assertThat(problem(many).message()).startsWith("no YAML: ").contains("aliases");
    }

    @Test
    void refusesAValueThatHoldsItself() {
        assertThat(problem("a: &a\n  - *a\n").message()).isEqualTo("the value holds itself, by an alias");
    }

    @Test
    void refusesDeepNesting() {
        assertThat(problem("[".repeat(40) + "]".repeat(40)).message()).startsWith("no YAML: ");
    }

    @Test
    void refusesMoreCharactersThanAllowed() {
        String large = "a: \"" + "x".repeat(YamlTree.MAX_CHARS) + "\"";

        assertThatThrownBy(() -> YamlTree.read(large))
                .isInstanceOf(WorkflowSyntaxException.class)
                .hasMessageContaining("exceeds the limit");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problem("a: 1\n---\nb: 2\n").toString()).startsWith("2:1: no YAML: expected a single document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n"})
    void refusesAnEmptyFile(String text) {
        assertThat(problem(text).mark().line()).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatIsNoWord() {
        assertThat(problem("? [a]\n: b\n").message()).isEqualTo("a key is a word, found a list");
    }

    @Test
    void refusesCharactersThatNobodyTypes() {
        assertThat(problem("a: \u0007").message()).startsWith("no YAML: ");
    }
}
