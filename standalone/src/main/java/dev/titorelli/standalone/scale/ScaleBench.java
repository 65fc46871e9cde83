package dev.titorelli.standalone.scale;

import com.fasterxml.jackson.core.JacksonException;
import dev.titorelli.standalone.scale.SimulatedFleet.Wish;
import dev.titorelli.standalone.terminal.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Plays fleets of several sizes, one after the other. */
public final class ScaleBench {

    private final ScaleInput input;

    private ScaleBench(ScaleInput input) {
        this.input = input;
    }

    /**
     * With the costs of a file.
     *
     * @param costs null for the shipped ones
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public static ScaleBench with(Path costs) throws IOException {
        if (costs == null) {
            return new ScaleBench(ScaleInput.of(ScaleInput.shipped()));
        }
        if (!Files.isReadable(costs)) {
            throw new IllegalArgumentException("--costs " + costs + ": can't be read");
        }
        try {
            return new ScaleBench(ScaleInput.of(Files.readAllBytes(costs)));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("--costs " + costs + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Where the costs come from, for a person. */
    public String measuredOn() {
        return input.measuredOn();
    }

    /** One result for each wish. */
    public List<ScaleResult> run(List<Wish> wishes) {
        List<ScaleResult> results = new ArrayList<>();
        wishes.forEach(wish -> results.add(SimulatedFleet.run(input, wish)));
        return results;
    }

    /** A table for a person. */
    public static void show(List<ScaleResult> results, Consumer<String> line) {
        TextTable table = new TextTable(
                "workers",
                "load",
                "jobs",
                "busy",
                "of ideal",
                "wait interactive p50/p95/p99",
                "wait bulk p50/p95/p99",
                "fairness",
                "left",
                "brokers");
        results.forEach(result -> table.row(
                String.valueOf(result.workers()),
                "%.2f".formatted(result.load()),
                String.valueOf(result.jobs()),
                "%.1f %%".formatted(100 * result.busy()),
                "%.1f %%".formatted(100 * result.ofIdeal()),
                waits(result.interactive()),
                waits(result.bulk()),
                "%.4f".formatted(result.fairness()),
                String.valueOf(result.waitingAtEnd()),
                String.valueOf(result.brokers())));
        table.lines().forEach(line);
        showIncidents(results, line);
    }

    /** What went wrong, by fleet; nothing where nothing did. */
    private static void showIncidents(List<ScaleResult> results, Consumer<String> line) {
        List<Incident> seen = Arrays.stream(Incident.values())
                .filter(incident ->
                        results.stream().anyMatch(result -> result.incidents().get(incident) > 0))
                .toList();
        if (seen.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(Stream.concat(
                        Stream.of("workers", "wasted", "oldest"), seen.stream().map(ScaleBench::words))
                .toArray(String[]::new));
        results.forEach(result -> table.row(Stream.concat(
                        Stream.of(
                                String.valueOf(result.workers()),
                                "%.2f %%".formatted(100 * result.wasted()),
                                "%.0f s".formatted(result.oldestSeconds())),
                        seen.stream()
                                .map(incident ->
                                        String.valueOf(result.incidents().get(incident))))
                .toArray(String[]::new)));
        table.lines().forEach(line);
    }

    private static String words(Incident incident) {
        return incident.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String waits(ScaleResult.Seconds seconds) {
        return "%.2f / %.2f / %.2f s".formatted(seconds.waitP50(), seconds.waitP95(), seconds.waitP99());
    }
}
