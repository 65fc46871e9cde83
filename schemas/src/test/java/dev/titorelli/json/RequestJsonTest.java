package dev.titorelli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageFormat;
import dev.titorelli.ImageSize;
import dev.titorelli.Lane;
import dev.titorelli.Stage;
import dev.titorelli.json.RequestJsonException.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {

    private static final String EVERYTHING =
            """
            {"tenant": "atelier", "requestId": "heath-1", "model": "shapes", "lane": "bulk",
             "deadline": "2026-03-01T12:00:00+01:00", "batch": "spring", "replayOf": "heath-0", "labels": {"for": "the lawyer"},
             "stages": [
               {"name": "draft", "prompt": "a heath", "negativePrompt": "people", "images": 2, "seed": 9007199254740993,
                "size": {"widthPx": 64, "heightPx": 32}, "steps": 8, "guidanceScale": 2, "format": "Jpeg", "keep": false},
               {"name": "final", "prompt": "<img><|image_1|></img> at dusk", "useInputSize": true,
                "inputs": [{"stage": {"stage": "draft", "index": 1}}, {"uri": "https://a/b.png"},
                           {"object": {"key": "inputs/atelier/aa"}}],
                "adapter": {"name": "oil"}, "preview": {"everySteps": 2}}]}
            """;

    @Test
    void readsEveryKindOfField() {
        GenerationRequest request = RequestJson.read(EVERYTHING);

        assertThat(request.getLane()).isEqualTo(Lane.BULK);
        assertThat(request.getDeadline()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(request.getLabels()).containsEntry("for", "the lawyer");
        Stage draft = request.getStages().get(0);
        assertThat(draft.getSize()).isEqualTo(new ImageSize(64, 32));
        assertThat(draft.getSeed()).isEqualTo(9007199254740993L);
        assertThat(draft.getGuidanceScale()).isEqualTo(2.0);
        assertThat(draft.getFormat()).isEqualTo(ImageFormat.JPEG);
        assertThat(draft.getKeep()).isFalse();
        Stage last = request.getStages().get(1);
        assertThat(last.getInputs().get(0).getStage().getIndex()).isEqualTo(1);
        assertThat(last.getInputs().get(2).getObject().getKey()).isEqualTo("inputs/atelier/aa");
        assertThat(last.getAdapter().getScale()).isEqualTo(1.0);
    }

    @Test
    void givesFieldsLeftOutTheirDefaults() {
        GenerationRequest request = RequestJson.read(
                """
                {"tenant": "atelier", "requestId": "heath-1", "stages": [{"prompt": "a heath"}]}
                """);

        GenerationRequest built = GenerationRequest.newBuilder()
                .setTenant("atelier")
                .setRequestId("heath-1")
                .setStages(List.of(Stage.newBuilder().setPrompt("a heath").build()))
                .build();
        assertThat(request).isEqualTo(built);
    }

    @Test
    void takesNullAsLeftOut() {
        GenerationRequest request = RequestJson.read(
                """
                {"tenant": "atelier", "requestId": "heath-1", "lane": null, "model": null, "labels": null}
                """);

        assertThat(request.getLane()).isEqualTo(Lane.INTERACTIVE);
        assertThat(request.getModel()).isNull();
        assertThat(request.getLabels()).isEmpty();
    }

    @Test
    void takesGivenTextsForFieldsLeftOut() {
        GenerationRequest request =
                RequestJson.read("{\"requestId\": \"heath-1\"}", Map.of("tenant", "atelier", "requestId", "other"));

        assertThat(request.getTenant()).isEqualTo("atelier");
        assertThat(request.getRequestId()).isEqualTo("heath-1");
    }

    @Test
    void readsWhatItWrites() {
        GenerationRequest request = RequestJson.read(EVERYTHING);

        assertThat(RequestJson.read(RequestJson.write(request))).isEqualTo(request);
    }

    @Test
    void doesNotShareDefaultsBetweenRequests() {
        String json = "{\"tenant\": \"atelier\", \"requestId\": \"heath-1\"}";
        RequestJson.read(json).getLabels().put("for", "one only");

        assertThat(RequestJson.read(json).getLabels()).isEmpty();
    }

    @Test
    void reportsAllProblemsWithTheirPaths() {
        List<Problem> problems = problemsOf(
                """
                {"requestId": 5, "lane": "FAST", "labels": {"a b": 1}, "prio": true,
                 "stages": [{"size": {"widthPx": "abc", "heightPx": 3000000000}, "steps": 2.5, "promt": "x"}, 7]}
                """);

        assertThat(problems)
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        p -> assertThat(p).startsWith("prio: unknown field; known are tenant, requestId, model"),
                        p -> assertThat(p).isEqualTo("tenant: is missing"),
                        p -> assertThat(p).isEqualTo("requestId: expected a text, found 5"),
                        p -> assertThat(p).isEqualTo("lane: expected one of INTERACTIVE, BULK, found \"FAST\""),
                        p -> assertThat(p).isEqualTo("labels[\"a b\"]: expected a text, found 1"),
                        p -> assertThat(p).startsWith("stages[0].promt: unknown field"),
                        p -> assertThat(p).isEqualTo("stages[0].prompt: is missing"),
                        p -> assertThat(p).isEqualTo("stages[0].size.widthPx: expected an integer, found \"abc\""),
                        p -> assertThat(p)
                                .isEqualTo(
                                        "stages[0].size.heightPx: expected an integer from -2147483648 to 2147483647,"
                                                + " found 3000000000"),
                        p -> assertThat(p).isEqualTo("stages[0].steps: expected an integer, found 2.5"),
                        p -> assertThat(p).isEqualTo("stages[1]: expected an object, found 7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed | 9223372036854775808 | an integer from -9223372036854775808 to 9223372036854775807",
                "guidanceScale | 1e999 | a number of double precision",
                "guidanceScale | \"2\" | a number",
                "optional | 1 | true or false",
                "inputs | {} | a list",
                "size | [64, 64] | an object",
                "format | \"UNKNOWN\" | one of PNG, JPEG",
                "images | true | an integer",
                "prompt | null | ",
            })
    void namesWhatIsExpectedOfAStagesField(String field, String value, String expected) {
        List<Problem> problems = problemsOf(
                """
                {"tenant": "atelier", "requestId": "heath-1", "stages": [{"prompt": "a heath", "%s": %s}]}
                """
                        .replace(field.equals("prompt") ? "\"prompt\": \"a heath\", " : "no such text", "")
                        .formatted(field, value));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("stages[0]." + field);
            assertThat(problem.message())
                    .startsWith(expected == null ? "is missing" : "expected " + expected + ", found");
        });
    }

    @Test
    void readsATimeInMilliseconds() {
        GenerationRequest request =
                RequestJson.read("{\"tenant\": \"atelier\", \"requestId\": \"heath-1\", \"deadline\": 1500}");

        assertThat(request.getDeadline()).isEqualTo(Instant.ofEpochMilli(1500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"tomorrow\"", "\"2026-01-31\"", "1.5", "true", "99999999999999999999"})
    void refusesWhatIsNoTime(String time) {
        assertThat(problemsOf(
                        "{\"tenant\": \"atelier\", \"requestId\": \"heath-1\", \"deadline\": %s}".formatted(time)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith("deadline: expected a time such as"));
    }

    @Test
    void saysWhereTheTextIsNoJson() {
        List<Problem> problems = problemsOf("{\"tenant\": \"atelier\",\n \"requestId\": heath}");

        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.message())
                .startsWith("no JSON in line 2, column "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "null"})
    void refusesJsonThatIsNoObject(String json) {
        assertThat(problemsOf(json)).singleElement().satisfies(problem -> assertThat(problem.message())
                .startsWith("expected an object, found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tenant\": \"a\", \"tenant\": \"b\"}", "{} {}", "{", "{\"tenant\": \"a\",}"})
    void refusesHalfOrDoubledJson(String json) {
        assertThat(problemsOf(json)).singleElement().satisfies(problem -> assertThat(problem.message())
                .startsWith("no JSON in line 1"));
    }

    @Test
    void showsOnlyTheStartOfALongValue() {
        List<Problem> problems = problemsOf(
                "{\"tenant\": \"a\", \"requestId\": \"b\", \"stages\": \"%s\"}".formatted("heath ".repeat(100)));

        assertThat(problems.get(0).message()).hasSizeLessThan(100).contains("heath heath");
    }

    private static List<Problem> problemsOf(String json) {
        return catchThrowableOfType(RequestJsonException.class, () -> RequestJson.read(json))
                .problems();
    }
}
