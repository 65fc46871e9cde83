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
        ScaleResult result = SimulatedFleet.run(input, new Wish(10, 0.9, 200, 1));

        assertThat(result.ofIdeal()).isGreaterThan(0.95);
        assertThat(result.jobs()).isPositive();
    }

    @Test
    void anOverloadedFleetIsBusyAllTheTime() {
        ScaleResult result = SimulatedFleet.run(input, new Wish(10, 1.5, 200, 1));

        assertThat(result.busy()).isBetween(0.97, 1.0);
        assertThat(result.waitingAtEnd()).isPositive();
        assertThat(result.fairness()).isGreaterThan(0.97);
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
                .replaceAll("\"(prefillMs|decodeMs)\": \\d+", "\"$1\": 20")
                .replace("\"places\": 4", "\"places\": 12");
        ScaleInput batching = ScaleInput.of(json.getBytes(StandardCharsets.UTF_8));
        ScaleResult result = SimulatedFleet.run(batching, new Wish(5, 1.5, 200, 1));

        assertThat(result.picturesPerStep()).isGreaterThan(2);
    }

    @Test
    void aPersonWaitsForASliceOfABulkJobAndNotForItsStep() {
        ScaleResult result = SimulatedFleet.run(input, new Wish(10, 1.5, 200, 1));

        double stepSeconds = input.bucket(1024).stepMs(1) / 1000;
        assertThat(result.interactive().waitP95()).isLessThan(stepSeconds);
    }

    @Test
    void workersThatDieAndFreezeLoseNoJob() {
        ScaleResult result = SimulatedFleet.run(input, new Wish(10, 0.6, 300, 3, new Faults(10, 5, 60, 30), 0));

        assertThat(result.incidents().get(Incident.DEATH)).isPositive();
        assertThat(result.incidents().get(Incident.FREEZE)).isPositive();
        assertThat(result.incidents().get(Incident.RETRIED)).isPositive();
        assertThat(result.incidents().get(Incident.FAILED))
                .as("attempts used up")
                .isLessThan(result.jobs() / 100);
        assertThat(result.oldestSeconds()).as("nothing is forgotten").isLessThan(200);
    }

    @Test
    void whatTheBrokerDropsIsEmittedAgain() {
        ScaleInput once = changed(
                "\"hop\": {\"p50Ms\": 5.6, \"p95Ms\": 12}",
                "\"hop\": {\"p50Ms\": 3000, \"p95Ms\": 4000}",
                "\"deliveries\": 10",
                "\"deliveries\": 1");
        ScaleResult result = SimulatedFleet.run(once, new Wish(10, 0.3, 400, 1, new Faults(60, 0, 60, 10), 0));

        assertThat(result.incidents().get(Incident.RECORD_DROPPED)).isPositive();
        assertThat(result.incidents().get(Incident.EMITTED_AGAIN)).isPositive();
        assertThat(result.oldestSeconds()).isLessThan(300);
    }

    @Test
    void tooFewShareSessionsLeaveWorkersOut() {
        ScaleInput few = changed("\"sessions\": 2000", "\"sessions\": 30");
        ScaleResult enough = SimulatedFleet.run(few, new Wish(20, 0.9, 100, 1));
        ScaleResult tooFew = SimulatedFleet.run(few, new Wish(20, 0.9, 100, 1, Faults.NONE, 1));

        assertThat(enough.incidents().get(Incident.SESSION_REFUSED)).isZero();
        assertThat(enough.brokers()).isEqualTo(4);
        assertThat(tooFew.incidents().get(Incident.SESSION_REFUSED)).isPositive();
    }

    @Test
    void refusesAnUnheardOfRateOfDeaths() {
        assertThatThrownBy(() -> new Faults(Double.NaN, 0, 60, 30))
                .hasMessage("--deaths-per-hour NaN: allowed is 0 to 3600");
    }

    @Test
    void refusesCostsThatLackAPartByItsName() throws IOException {
        Path file = folder.resolve("costs.json");
        Files.writeString(
                file, new String(ScaleInput.shipped(), StandardCharsets.UTF_8).replaceFirst("\"deliveries\": 10,", ""));

        assertThatThrownBy(() -> ScaleBench.with(file))
                .hasMessageContaining("--costs " + file)
                .hasMessageContaining("broker.deliveries 0: allowed is 1 and above");
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

        assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
        assertThat(lines.get(0)).startsWith("workers  load");
        assertThat(lines.get(1)).startsWith("1        0.50");
    }

    /** The shipped file with other parts, in pairs. */
    private static ScaleInput changed(String... parts) {
        try {
            String json = new String(ScaleInput.shipped(), StandardCharsets.UTF_8);
            for (int i = 0; i < parts.length; i += 2) {
                assertThat(json).contains(parts[i]);
                json = json.replace(parts[i], parts[i + 1]);
            }
            return ScaleInput.of(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ScaleInput shipped() {
        try {
            return ScaleInput.of(ScaleInput.shipped());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
