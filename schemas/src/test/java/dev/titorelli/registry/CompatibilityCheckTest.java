package dev.titorelli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.registry.SchemaRegistry.Compatibility;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompatibilityCheckTest {

    private static final Schema EMPTY = SchemaBuilder.record("Picture").fields().endRecord();
    private static final Schema NEEDS_SIZE =
            SchemaBuilder.record("Picture").fields().requiredInt("size").endRecord();
    private static final Schema HAS_SIZE =
            SchemaBuilder.record("Picture").fields().optionalInt("size").endRecord();

    @ParameterizedTest
    @EnumSource
    void takesAnythingFirst(Compatibility level) {
        assertThat(CompatibilityCheck.violation(NEEDS_SIZE, List.of(), level)).isEmpty();
    }

    /** A new field without default: data of before can't be read any more, readers of before don't mind. */
    @ParameterizedTest
    @CsvSource({
        "NONE, true",
        "BACKWARD, false",
        "BACKWARD_TRANSITIVE, false",
        "FORWARD, true",
        "FORWARD_TRANSITIVE, true",
        "FULL, false",
        "FULL_TRANSITIVE, false"
    })
    void looksBackWhereTheLevelSaysSo(Compatibility level, boolean allowed) {
        assertThat(CompatibilityCheck.violation(NEEDS_SIZE, List.of(EMPTY), level)
                        .isEmpty())
                .isEqualTo(allowed);
    }

    /** A field without default goes: readers of before miss it, data of before can still be read. */
    @ParameterizedTest
    @CsvSource({
        "NONE, true",
        "BACKWARD, true",
        "BACKWARD_TRANSITIVE, true",
        "FORWARD, false",
        "FORWARD_TRANSITIVE, false",
        "FULL, false",
        "FULL_TRANSITIVE, false"
    })
    void looksForwardWhereTheLevelSaysSo(Compatibility level, boolean allowed) {
        assertThat(CompatibilityCheck.violation(EMPTY, List.of(NEEDS_SIZE), level)
                        .isEmpty())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"FULL, true", "FULL_TRANSITIVE, false", "BACKWARD, true", "BACKWARD_TRANSITIVE, true", "FORWARD, true"})
    void looksAtAllVersionsWhereTheLevelIsTransitive(Compatibility level, boolean allowed) {
        List<Schema> earlier = List.of(NEEDS_SIZE, EMPTY);

        assertThat(CompatibilityCheck.violation(EMPTY, earlier, level).isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(CompatibilityCheck.violation(NEEDS_SIZE, List.of(HAS_SIZE, EMPTY), Compatibility.FULL))
                .hasValueSatisfying(why -> assertThat(why).contains("can't read earlier data", "size"));
    }
}
