package dev.titorelli.standalone.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.standalone.scale.SimulatedFleet.Wish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFleetTest {

    private final ScaleInput input = shipped();

    @TempDir
    private Path folder;

    @Test
    void aFleetAtNineTenthsDoesWhatComes() {
        ScaleResult result = SimulatedFleet.run(input, new Wish(20, 0.9, 200, 1));

        assertThat(result.ofIdeal()).isGreaterThan(0.95);
        assertThat(result.jobs()).isPositive();
    }

    @Test
    void anOverloadedFleetIsBusyAllTheTime() {
        ScaleResult result = SimulatedFleet.run(input, new Wish(10, 1.5, 200, 1));

        assertThat(result.busy()).isBetween(0.97, 1.0);
        assertThat(result.waitingAtEnd()).isPositive();
        assertThat(result.fairness()).isGreaterThan(0.98);
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        Wish wish = new Wish(3, 0.7, 100, 7);

        assertThat(SimulatedFleet.run(input, wish)).isEqualTo(SimulatedFleet.run(input, wish));
    }

    @Test
    void interactiveJobsDoNotWaitBehindBulk() {
        ScaleResult result = SimulatedFleet.run(input, new Wish(10, 1.5, 200, 1));

        assertThat(result.interactive().waitP50()).isLessThan(result.bulk().waitP50() / 3);
    }

    @Test
    void jobsStepTogetherWhereThatPays() throws IOException {
        String json = new String(ScaleInput.shipped(), StandardCharsets.UTF_8);
        json = json.replaceAll("\"stepMs\": \\{[^}]*}", "\"stepMs\": {\"1\": 100, \"4\": 110}")
                .replaceAll("\"(prefillMs|decodeMs)\": \\d+", "\"$1\": 20");
        ScaleInput batching = ScaleInput.of(json.getBytes(StandardCharsets.UTF_8));
        ScaleResult result = SimulatedFleet.run(batching, new Wish(5, 1.5, 200, 1));

        assertThat(result.picturesPerStep()).isGreaterThan(2);
    }

    @Test
    void refusesCostsWithoutTheBucketOfTheMix() throws IOException {
        String json = new String(ScaleInput.shipped(), StandardCharsets.UTF_8);
        Path file = folder.resolve("costs.json");
        Files.writeString(file, json.replaceFirst("\"tokens\": 256", "\"tokens\": 100"));

        assertThatThrownBy(() -> ScaleBench.with(file)).hasMessageContaining("mix: tokens 256");
    }

    @Test
    void showsALineForEachFleet() throws IOException {
        List<String> lines = new ArrayList<>();
        ScaleBench.show(
                ScaleBench.with(null).run(List.of(new Wish(1, 0.5, 20, 1), new Wish(2, 0.5, 20, 1))), lines::add);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("workers  load");
    }

    private static ScaleInput shipped() {
        try {
            return ScaleInput.of(ScaleInput.shipped());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
