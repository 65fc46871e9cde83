package dev.titorelli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Control;
import dev.titorelli.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {

    private static final Path COMMITTED = Path.of("src/test/resources/committed");
    private static final Path PROPOSED = Path.of("target/committed");

    static Stream<Schema> currentSchemas() {
        return Stream.concat(Topics.all().stream().map(Topic::schema), Stream.of(PlainSchema.of(Job.class)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("currentSchemas")
    void isCommittedAndCompatibleWithEveryEarlierVersion(Schema current) {
        SchemaHistory history = SchemaHistory.read(COMMITTED, current.getName());

        assertThat(history.complaint(current)).satisfies(complaint -> {
            if (complaint.isPresent()) {
                history.propose(PROPOSED, current);
            }
            assertThat(complaint)
                    .as("the version to commit was written to schemas/" + PROPOSED)
                    .isEmpty();
        });
    }

    @Test
    void complainsAboutAFieldWithoutDefault() {
        assertThat(complaintAfter(json -> json.replace(
                        "\"fields\":[", "\"fields\":[{\"name\":\"urgent\",\"type\":\"boolean\",\"doc\":\"New.\"},")))
                .contains("breaks an earlier version")
                .contains("urgent");
    }

    @Test
    void complainsAboutARemovedFieldThatEarlierReadersNeed() {
        assertThat(complaintAfter(json ->
                        json.replaceFirst("\\{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"[^\"]*\"},", "")))
                .contains("breaks an earlier version")
                .contains("tenant");
    }

    @Test
    void complainsAboutAnotherType() {
        assertThat(complaintAfter(json -> json.replace("[\"null\",\"long\"]", "[\"null\",\"string\"]")))
                .contains("breaks an earlier version");
    }

    @Test
    void complainsAboutAChangeThatIsNotCommitted() {
        assertThat(complaintAfter(json -> json.replace("For a person", "For people")))
                .isEqualTo("Control has changed: commit it as v2.avsc");
    }

    @Test
    void complainsAboutAVersionBeforeTheLast(@TempDir Path folder) {
        Schema first = control(json -> json.replace("[\"null\",\"long\"]", "[\"null\",\"string\"]"));
        Schema second = control(json -> json.replaceFirst("\\{\"name\":\"expected\"[^}]*},", ""));
        SchemaHistory.read(folder, "Control").propose(folder, first);
        SchemaHistory.read(folder, "Control").propose(folder, second);

        assertThat(SchemaHistory.read(folder, "Control").complaint(control(json -> json)))
                .hasValueSatisfying(complaint -> assertThat(complaint).contains("breaks an earlier version"));
    }

    @Test
    void complainsAboutARecordThatNobodyCommitted(@TempDir Path folder) {
        assertThat(SchemaHistory.read(folder, "Control").complaint(control(json -> json)))
                .contains("Control has changed: commit it as v1.avsc");
    }

    @Test
    void readsWhatItProposes(@TempDir Path folder) {
        Schema current = control(json -> json);
        SchemaHistory.read(folder, "Control").propose(folder, current);

        SchemaHistory history = SchemaHistory.read(folder, "Control");

        assertThat(history.versions()).isEqualTo(List.of(current));
        assertThat(history.complaint(current)).isEmpty();
    }

    private static String complaintAfter(UnaryOperator<String> change) {
        Schema changed = control(change);
        assertThat(changed.toString())
                .as("the change did something")
                .isNotEqualTo(control(json -> json).toString());
        return new SchemaHistory("Control", List.of(control(json -> json)))
                .complaint(changed)
                .orElseThrow();
    }

    private static Schema control(UnaryOperator<String> change) {
        return new Schema.Parser()
                .parse(change.apply(PlainSchema.of(Control.class).toString()));
    }
}
