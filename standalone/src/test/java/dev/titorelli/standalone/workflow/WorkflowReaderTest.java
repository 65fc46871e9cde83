package dev.titorelli.standalone.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Lane;
import dev.titorelli.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowReaderTest {

    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
    private static final Path EXAMPLE = Path.of("..", "models", "shapes", "examples", "04-input-1.png");

    @TempDir
    private Path folder;

    private Workflow read(String yaml, Map<String, String> set) {
        return WorkflowReader.read(yaml, folder.resolve("flow.yaml"), new Wishes(set, null, null, "new-id"), NOW);
    }

    private Workflow read(String yaml) {
        return read(yaml, Map.of());
    }

    /** A file of one stage, whose fields begin in line 3. */
    private Workflow stage(String... lines) {
        return read("stages:\n  draw:\n    " + String.join("\n    ", lines) + "\n");
    }

    private static List<String> problems(Workflow workflow) {
        return workflow.problems().stream().map(Problem::toString).toList();
    }

    private static GenerationRequest request(Workflow workflow) {
        assertThat(problems(workflow)).isEmpty();
        return workflow.request();
    }

    @Test
    void readsEveryFieldOfAStage() {
        Workflow workflow = stage(
                "prompt: a red circle",
                "negative-prompt: blue",
                "size: 128x96",
                "max-input-size: 64",
                "images: 4",
                "seed: 7",
                "steps: 12",
                "guidance: 2.5",
                "image-guidance: 1",
                "time-shift: 3",
                "adapter: soft:0.8",
                "step-caching: 2",
                "previews: 5",
                "progress: 3",
                "keep: false",
                "optional: true",
                "reuse: true",
                "attempts: 2",
                "timeout: 90s");

        Stage stage = request(workflow).getStages().get(0);
        assertThat(stage.toString())
                .contains(
                        "\"name\": \"draw\", \"prompt\": \"a red circle\", \"negativePrompt\": \"blue\"",
                        "\"size\": {\"widthPx\": 128, \"heightPx\": 96}, \"useInputSize\": false, \"maxInputSizePx\":"
                                + " 64",
                        "\"images\": 4, \"seed\": 7, \"steps\": 12, \"guidanceScale\": 2.5, \"imageGuidanceScale\":"
                                + " 1.0",
                        "\"timeShift\": 3.0, \"adapter\": {\"name\": \"soft\", \"scale\": 0.8}",
                        "\"stepCaching\": 2",
                        "\"optional\": true, \"keep\": false, \"reuse\": true, \"attempts\": 2, \"timeoutMs\": 90000",
                        "\"progressEverySteps\": 3, \"preview\": {\"everySteps\": 5, \"maxSidePx\": 128}");
    }

    @Test
    void readsWhatTheStagesShare() {
        GenerationRequest request = request(
                read(
                        """
                title: A title
                tenant: studio
                id: first
                model: shapes
                lane: bulk
                deadline: 10m
                batch: night
                labels: {for: me}
                stages: {draw: {prompt: a}}
                """));

        assertThat(request.getTenant()).isEqualTo("studio");
        assertThat(request.getRequestId()).isEqualTo("first");
        assertThat(request.getModel()).isEqualTo("shapes");
        assertThat(request.getLane()).isEqualTo(Lane.BULK);
        assertThat(request.getDeadline()).isEqualTo(NOW.plusSeconds(600));
        assertThat(request.getBatch()).isEqualTo("night");
        assertThat(request.getLabels()).isEqualTo(Map.of("for", "me"));
    }

    @Test
    void takesAMomentAsDeadline() {
        Workflow workflow = read("deadline: 2030-01-31T18:00:00+01:00\nstages: {draw: {prompt: a}}");

        assertThat(request(workflow).getDeadline()).isEqualTo(Instant.parse("2030-01-31T17:00:00Z"));
    }

    @Test
    void leavesToTheModelWhatTheFileLeavesOut() {
        Stage stage = request(stage("prompt: a")).getStages().get(0);

        assertThat(stage)
                .isEqualTo(Stage.newBuilder().setName("draw").setPrompt("a").build());
    }

    @Test
    void takesTheSizeOfAnInput() {
        Stage stage = request(stage("prompt: a", "size: input")).getStages().get(0);

        assertThat(stage.getUseInputSize()).isTrue();
        assertThat(stage.getSize()).isNull();
    }

    @Test
    void tellsEverythingAtOnceInTheOrderOfTheFile() {
        assertThat(
                        problems(
                                read(
                                        """
                        tenant: Local!
                        stages:
                          draw:
                            promt: a
                            prompt: [a]
                            size: 64
                            seed: "5"
                            steps: 9999999999
                            guidance: yes
                            keep: no
                            timeout: 90
                          lone:
                        """)))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("1:9: tenant: tenant 'Local!': allowed is "),
                        one -> assertThat(one).startsWith("4:5: stage draw: unknown key 'promt'; did you mean prompt?"),
                        one -> assertThat(one)
                                .isEqualTo("5:13: stage draw, prompt: expected text; put a number into quotes, found a"
                                        + " list"),
                        one -> assertThat(one)
                                .isEqualTo("6:11: stage draw, size: expected WIDTHxHEIGHT in pixels, such as 128x96, or"
                                        + " input, found 64"),
                        one -> assertThat(one)
                                .isEqualTo("7:11: stage draw, seed: expected a whole number, found the text '5'"),
                        one -> assertThat(one)
                                .isEqualTo("8:12: stage draw, steps: expected a whole number, found 9999999999"),
                        one -> assertThat(one).isEqualTo("9:15: stage draw, guidance: expected a number, found yes"),
                        one -> assertThat(one).isEqualTo("10:11: stage draw, keep: expected true or false, found no"),
                        one -> assertThat(one)
                                .isEqualTo("11:14: stage draw, timeout: expected a time such as 500ms, 90s, 10m or 2h,"
                                        + " found 90"),
                        one -> assertThat(one)
                                .isEqualTo("12:8: stage lone: expected its prompt and more, found nothing"));
    }

    @Test
    void tellsStagesAndKeysThatAreThereTwice() {
        assertThat(problems(read("stages:\n  a: {prompt: x, seed: 1, seed: 2}\n  a: {prompt: y}\n")))
                .containsExactly(
                        "2:27: stage a, seed is there twice: first in line 2",
                        "3:3: stage a is there twice: first in line 2");
    }

    @Test
    void tellsAStageWithoutPrompt() {
        assertThat(problems(stage("seed: 1"))).containsExactly("3:5: stage draw, prompt: is missing: what to paint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"title: x", "stages:", "stages: []", "stages: {}", "- a", "text"})
    void tellsThatThereAreNoStages(String yaml) {
        assertThat(problems(read(yaml))).singleElement().asString().contains("stage");
    }

    @Test
    void tellsWhereTheTextIsNoYaml() {
        assertThat(problems(read("stages:\n  a: {prompt: x\n")))
                .singleElement()
                .asString()
                .startsWith("3:1: no YAML");
    }

    @Test
    void fillsVariablesIntoTextsAndNumbers() {
        Workflow workflow = read(
                """
                variables: {color: red, steps: 8, size: 64x64, big: true}
                stages:
                  draw: {prompt: "a ${color} circle", steps: "${steps}", size: "${size}", optional: "${big}"}
                """,
                Map.of("color", "blue"));

        Stage stage = request(workflow).getStages().get(0);
        assertThat(stage.getPrompt()).isEqualTo("a blue circle");
        assertThat(stage.getSteps()).isEqualTo(8);
        assertThat(stage.getSize().getWidthPx()).isEqualTo(64);
        assertThat(stage.getOptional()).isTrue();
    }

    @Test
    void leavesADollarAlone() {
        assertThat(request(stage("prompt: a", "negative-prompt: 5 $ or $${x}"))
                        .getStages()
                        .get(0)
                        .getNegativePrompt())
                .isEqualTo("5 $ or ${x}");
    }

    @Test
    void tellsUnknownVariablesAtTheirColumn() {
        assertThat(problems(read(
                        "variables: {color: red}\nstages:\n  a: {prompt: \"a ${colour} circle\"}\n",
                        Map.of("colr", "x"))))
                .containsExactly(
                        "1:12: --set colr: no such variable; did you mean color? Known are color",
                        "3:18: ${colour}: no such variable; did you mean color? Known are color");
    }

    @Test
    void tellsVariablesWithoutValue() {
        String yaml = "variables:\n  color:\nstages: {a: {prompt: \"${color}\"}}\n";

        assertThat(problems(read(yaml)))
                .containsExactly("2:3: variable color has no value: give one with --set color=...");
        assertThat(request(read(yaml, Map.of("color", "red")))
                        .getStages()
                        .get(0)
                        .getPrompt())
                .isEqualTo("red");
    }

    @Test
    void tellsAVariableWhoseValueHasTheWrongType() {
        assertThat(problems(read("variables: {n: many}\nstages: {a: {prompt: x, steps: \"${n}\"}}\n")))
                .containsExactly("2:32: stage a, steps: expected a whole number, found the text 'many'");
    }

    @Test
    void readsInputsOfEveryKind() throws Exception {
        Files.copy(EXAMPLE, folder.resolve("photo.png"));
        Workflow workflow = read(
                """
                stages:
                  four: {prompt: a, images: 4}
                  next:
                    prompt: "{1} {2} {3} {4}"
                    inputs:
                      - {stage: four, image: 2}
                      - {stage: four, each: true}
                      - {file: photo.png}
                      - {uri: "https://example.org/a.png"}
                """);

        Stage stage = request(workflow).getStages().get(1);
        assertThat(stage.getInputs().get(0).getStage().getIndex()).isEqualTo(2);
        assertThat(stage.getInputs().get(1).getStage().getEach()).isTrue();
        assertThat(stage.getInputs().get(2).getObject().getKey()).startsWith("inputs/local/");
        assertThat(stage.getInputs().get(2).getObject().getWidthPx()).isPositive();
        assertThat(stage.getInputs().get(3).getUri()).isEqualTo("https://example.org/a.png");
        assertThat(stage.getPrompt())
                .isEqualTo(
                        "<img><|image_1|></img> <img><|image_2|></img> <img><|image_3|></img> <img><|image_4|></img>");
    }

    @Test
    void tellsInputsThatAreNone() throws Exception {
        Files.writeString(folder.resolve("text.png"), "no picture");

        assertThat(problems(stage(
                        "prompt: a",
                        "inputs:",
                        "  - {file: none.png}",
                        "  - {file: text.png}",
                        "  - {uri: \"ftp://example.org/\"}",
                        "  - {stage: x, file: none.png}",
                        "  - {image: 1}",
                        "  - {stage: x, image: 1, each: true}",
                        "  - picture.png")))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("5:16: stage draw, input 1, file: no file "),
                        one -> assertThat(one).startsWith("6:16: stage draw, input 2, file: "),
                        one -> assertThat(one).startsWith("7:15: stage draw, input 3, uri: scheme 'ftp'"),
                        one -> assertThat(one)
                                .startsWith("8:9: stage draw, input 4: expected one of stage, file and uri"),
                        one -> assertThat(one).startsWith("8:26: stage draw, input 4, file: no file "),
                        one -> assertThat(one)
                                .startsWith("9:9: stage draw, input 5: expected one of stage, file and uri"),
                        one -> assertThat(one)
                                .isEqualTo("9:17: stage draw, input 5, image: only a stage has several images"),
                        one -> assertThat(one)
                                .isEqualTo("10:27: stage draw, input 6, image: either image or each: true"),
                        one -> assertThat(one).endsWith("found picture.png"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{1} and {2};<img><|image_1|></img> and <img><|image_2|></img>",
                "{left} and {right};<img><|image_1|></img> and <img><|image_2|></img>",
                "<img><|image_1|></img> {{1}} { x;<img><|image_1|></img> {1} { x"
            })
    void namesInputsInPrompts(String prompt, String expected) {
        Workflow workflow = stage("prompt: \"" + prompt + "\"", "inputs: [{stage: left}, {stage: right}]");

        assertThat(request(workflow).getStages().get(0).getPrompt()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{3}|{3}: no such input; write {1} to {2}, or the name of a stage that is one; for braces {{ and }}",
                "{up}|{up}: no such input; write {1} to {2}, or the name of a stage that is one; for braces {{ and }}",
                "{left}|{left}: the inputs [1, 2] are all pictures of stage left: write their numbers"
            })
    void tellsNamesThatAreNoInputs(String name, String expected) {
        assertThat(problems(stage("prompt: \"" + name + "\"", "inputs: [{stage: left}, {stage: left, image: 1}]")))
                .containsExactly("3:13: stage draw, prompt: " + expected);
    }

    @Test
    void letsTenantAndIdBeSaidBesideTheFile() {
        Workflow workflow = WorkflowReader.read(
                "tenant: a\nid: b\nstages: {draw: {prompt: x}}",
                folder.resolve("f.yaml"),
                new Wishes(Map.of(), "c", "d", "new"),
                NOW);

        assertThat(workflow.request().getTenant()).isEqualTo("c");
        assertThat(workflow.request().getRequestId()).isEqualTo("d");
        assertThat(workflow.isNewId()).isFalse();
    }
}
