package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflow verbs where nothing runs. */
class WorkflowCommandTest {

    private static final Path EXAMPLES = Path.of("..", "docs", "workflows");
    private static final String MODEL = Path.of("..", "models", "shapes").toString();

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path folder;

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("flow.yaml"), yaml).toString();
    }

    private int check(String file, String... more) {
        return terminal.run(Stream.concat(Stream.of("workflow", "check", file, "--model", MODEL), Stream.of(more))
                .toArray(String[]::new));
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasNothingAgainstTheExamples(Path example) {
        assertThat(check(example.toString())).as(terminal.err()).isZero();
    }

    @Test
    void printsThePlan() throws IOException {
        String file = file("title: Two\nstages: {a: {prompt: x, images: 2}, b: {prompt: '{a}', inputs: {stage: a}}}");

        assertThat(check(file)).isZero();

        assertThat(terminal.out())
                .startsWith("Two: 2 stages, 3 jobs, for model shapes\n")
                .contains("1     a      at once  2     128x128  20     x", "2     b      after a");
    }

    @Test
    void endsWith2WhenTheFileItselfIsWrong() throws IOException {
        String file = file("stages:\n  a: {promt: x, size: 4096x64}\n");

        assertThat(check(file)).isEqualTo(2);

        assertThat(terminal.err().lines())
                .satisfiesExactly(
                        one -> assertThat(one).startsWith(file + ":2:6: stage a, prompt: is missing"),
                        one -> assertThat(one)
                                .startsWith(file + ":2:7: stage a: unknown key 'promt'; did you mean prompt?"),
                        one -> assertThat(one).startsWith(file + ":2:23: stage a, size: SIZE_TOO_LARGE"),
                        one -> assertThat(one).isEqualTo("titorelli: 3 problems in " + file + "; nothing was sent"));
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void endsWith3WhenTheRulesAloneAreBroken() throws IOException {
        String file = file("stages:\n  a: {prompt: '<img><|image_1|></img>', inputs: {stage: b}}\n");

        assertThat(check(file)).isEqualTo(3);

        assertThat(terminal.err())
                .contains(
                        ":2:57: stage a, input 1, stage: UNKNOWN_STAGE; found b; allowed: one of [a]", "1 problem in ");
    }

    @Test
    void takesVariablesFromTheCommandLine() throws IOException {
        String file = file("variables: {steps: 20}\nstages: {a: {prompt: x, steps: \"${steps}\"}}");

        assertThat(check(file, "--set", "steps=7")).isZero();
        assertThat(terminal.out()).contains("128x128  7      x");
        assertThat(check(file, "--set", "step=7")).isEqualTo(2);
        assertThat(terminal.err()).contains("flow.yaml:1:12: --set step: no such variable; did you mean steps?");
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        assertThat(check(file("#".repeat(2 << 20)))).isEqualTo(2);

        assertThat(terminal.err()).contains("2097152 bytes: allowed are 1048576");
    }

    @Test
    void tellsThatThereIsNoSuchFile() {
        assertThat(check("none.yaml")).isEqualTo(6);

        assertThat(terminal.err()).contains("no file none.yaml");
    }

    @Test
    void tellsThatAnIdCanBeNone() throws IOException {
        assertThat(check(file("stages: {a: {prompt: x}}"), "--id", "a/b")).isEqualTo(2);

        assertThat(terminal.err()).contains("a/b");
    }

    @Test
    void sendsNothingWhereNothingRuns() throws IOException {
        String file = file("stages: {a: {prompt: x}}");

        assertThat(terminal.run("workflow", "run", file, "--data", folder.toString()))
                .isEqualTo(5);
    }

    @Test
    void needsToBeToldWhatToDo() {
        assertThat(terminal.run("workflow")).isEqualTo(2);

        assertThat(terminal.err()).contains("workflow check or workflow run");
    }

    @Test
    void copiesNoPicturesThatItDoesNotWaitFor() throws IOException {
        assertThat(terminal.run("workflow", "run", file("stages: {a: {prompt: x}}"), "--detach", "--out", "x"))
                .isEqualTo(2);
    }
}
