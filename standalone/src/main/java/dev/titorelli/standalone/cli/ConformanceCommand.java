package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.program.Unbroken;
import dev.titorelli.standalone.terminal.Seconds;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.worker.conformance.Conformance;
import dev.titorelli.worker.conformance.ConformanceReport;
import dev.titorelli.worker.conformance.GoldenResult;
import dev.titorelli.worker.conformance.GoldenResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "conformance",
        description =
                "Checks this machine's numbers against golden data of the reference; exit code 1 when one differs too"
                        + " much.")
final class ConformanceCommand implements Callable<Integer>, Logging {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;
    private final Clock clock;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            required = true,
            description = "Golden data: models/ and expected/ with manifest.json.")
    private Path root;

    @Option(names = "--json", paramLabel = "FILE", description = "Every comparison as JSON.")
    private Path json;

    @Option(names = "--allow-unknown", description = "Golden data that no comparison knows are told, and fail nothing.")
    private boolean allowUnknown;

    ConformanceCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(root)) {
            throw new CommandFailed(ExitCode.CANNOT_START, "no folder " + root.toAbsolutePath());
        }
        return Unbroken.whenTold(this::compared);
    }

    private int compared() throws IOException {
        Instant begun = clock.instant();
        ConformanceReport report = Conformance.check(root);
        boolean passes = report.passes(allowUnknown);
        TextTable table = new TextTable("group", "case", "comparisons", "largest difference", "tolerance", "", "");
        report.rows().forEach(row -> add(table, row));
        table.lines().forEach(terminal::say);
        terminal.say("%s: %d comparisons passed, %d failed, %d inform only, %d golden data without a comparison, in %s"
                .formatted(
                        passes ? "PASS" : "FAIL",
                        report.count(Verdict.PASS),
                        report.count(Verdict.FAIL),
                        report.count(Verdict.INFORMS),
                        report.count(Verdict.UNKNOWN),
                        Seconds.of(Duration.between(begun, clock.instant()))));
        if (json != null) {
            JSON.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), asJson(report, passes));
        }
        return passes ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private static void add(TextTable table, ConformanceReport.Row row) {
        GoldenResult worst = row.worst();
        boolean named = worst.verdict() == Verdict.FAIL || worst.verdict() == Verdict.INFORMS;
        String which = named ? worst.tensor() : "";
        String note = worst.note().isEmpty() || which.isEmpty() ? worst.note() : ": " + worst.note();
        table.row(
                worst.group(),
                worst.caseName(),
                Integer.toString(row.comparisons()),
                shown(worst.difference()),
                shown(worst.tolerance()),
                worst.verdict().name(),
                which + note);
    }

    private static String shown(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "" : "infinite";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1e", value);
    }

    private ObjectNode asJson(ConformanceReport report, boolean passes) {
        ObjectNode all = JSON.createObjectNode().put("root", root.toString()).put("passes", passes);
        for (Verdict verdict : Verdict.values()) {
            all.put(verdict.name().toLowerCase(Locale.ROOT), report.count(verdict));
        }
        ArrayNode results = all.putArray("results");
        for (GoldenResult result : report.results()) {
            ObjectNode node = results.addObject()
                    .put("group", result.group())
                    .put("case", result.caseName())
                    .put("tensor", result.tensor());
            node.put("difference", finite(result.difference())).put("tolerance", finite(result.tolerance()));
            node.put("verdict", result.verdict().name()).put("note", result.note());
        }
        return all;
    }

    /** JSON has neither infinity nor not-a-number. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
