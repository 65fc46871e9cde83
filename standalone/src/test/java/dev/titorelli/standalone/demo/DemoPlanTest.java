package dev.titorelli.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoPlanTest {

    private static final Path SHAPES = Path.of("..", "models", "shapes");

    static Stream<DemoPlan> plans() {
        return Stream.of(DemoPlan.shapes(SHAPES.resolve("examples")), DemoPlan.general(new ImageSize(1024, 1024), 10));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void namesEveryInputPictureInItsPrompt(DemoPlan plan) {
        stages(plan).forEach(stage -> assertThat(tags(stage.prompt()))
                .as(stage.prompt())
                .isEqualTo(stage.inputs().size()));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void needsOnlyResultsOfEarlierRequests(DemoPlan plan) {
        Set<String> earlier = new HashSet<>();
        for (DemoTask task : plan.tasks()) {
            assertThat(earlier).containsAll(task.needs());
            assertThat(earlier.add(task.name()))
                    .as("%s comes once", task.name())
                    .isTrue();
        }
    }

    @Test
    void usesOnlyWordsThatTheShippedModelKnows() throws IOException {
        List<String> known = knownWords();

        assertThat(stages(DemoPlan.shapes(SHAPES))
                        .flatMap(stage -> Arrays.stream(stage.prompt()
                                .replaceAll("<img><\\|image_[0-9]+\\|></img>", " ")
                                .strip()
                                .split(" +", -1))))
                .isSubsetOf(known);
    }

    @Test
    void givesOnlyPicturesThatAreShipped() {
        assertThat(stages(DemoPlan.shapes(SHAPES.resolve("examples")))
                        .flatMap(stage -> stage.inputs().stream())
                        .filter(DemoInput.Given.class::isInstance)
                        .map(input -> ((DemoInput.Given) input).file()))
                .isNotEmpty()
                .allMatch(Files::isRegularFile);
    }

    @Test
    void paintsAnotherCheckpointsPicturesWithTheGivenSteps() {
        assertThat(stages(DemoPlan.general(new ImageSize(512, 512), 7))).allMatch(stage -> stage.steps() == 7);
    }

    private static Stream<DemoStage> stages(DemoPlan plan) {
        return plan.tasks().stream().flatMap(task -> task.stages().stream());
    }

    private static long tags(String prompt) {
        return Stream.of("<|image_1|>", "<|image_2|>").filter(prompt::contains).count();
    }

    private static List<String> knownWords() throws IOException {
        String row = Files.readAllLines(SHAPES.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| words |"))
                .findFirst()
                .orElseThrow();
        return List.of(row.substring("| words |".length(), row.lastIndexOf('|'))
                .strip()
                .split(" +", -1));
    }
}
