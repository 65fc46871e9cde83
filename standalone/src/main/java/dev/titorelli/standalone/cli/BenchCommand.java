package dev.titorelli.standalone.cli;

import dev.titorelli.ImageSize;
import dev.titorelli.program.Unbroken;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.worker.bench.ModelBench;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "bench", description = "Measures this machine.")
final class BenchCommand implements Runnable, Logging {

    private static final Path STATUS = Path.of("/proc/self/status");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to measure: bench model, bench caching, bench prefixes, bench stream, bench queue, bench"
                        + " worker or bench scale");
    }

    @Command(
            name = "model",
            description = "Seconds an image in each phase, beside the floor: the time of its products, attentions and"
                    + " convolutions alone.")
    int model(
            @Option(names = "--model", paramLabel = "DIR", required = true, description = "The checkpoint.")
                    Path directory,
            @Option(
                            names = "--size",
                            paramLabel = "WxH",
                            converter = ImageSizeOption.class,
                            required = true,
                            description = "Output size.")
                    ImageSize size,
            @Option(
                            names = "--input",
                            paramLabel = "WxH",
                            converter = ImageSizeOption.class,
                            description = "Size of an input picture; several times for several.")
                    List<ImageSize> inputs,
            @Option(names = "--steps", defaultValue = "10", description = "Denoising steps (default: 10).") int steps,
            @Option(
                            names = "--batch",
                            split = ",",
                            defaultValue = "1",
                            description = "Pictures that step together; several with commas (default: 1).")
                    List<Integer> batches,
            @Option(names = "--dtype", defaultValue = "f32", description = "f32 or bf16 (default: f32).") String dtype,
            @Option(names = "--threads", description = "Threads of libtorch (default: as many as processors).")
                    Integer threads,
            @Option(names = "--rounds", defaultValue = "5", description = "Measured rounds (default: 5).") int rounds,
            @Mixin JsonFile json)
            throws Exception {
        if (threads != null) {
            System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int batch : batches) {
            ModelBench.Wish wish = new ModelBench.Wish(
                    size.getWidthPx(), size.getHeightPx(), sizes(inputs), steps, batch, ComputeType.of(dtype), rounds);
            ModelBench.Result result =
                    Unbroken.whenTold(() -> ModelBench.run(directory, wish, new DataOption().kept()));
            rows.add(row(wish, result));
            show(rows.get(rows.size() - 1), result);
        }
        terminal.say(
                "Seconds an image: medians of the rounds, the best, and the floor: the phase's products, attentions"
                        + " and convolutions alone.");
        json.write(rows);
        return ExitCode.OK.code();
    }

    private static List<ModelBench.Size> sizes(List<ImageSize> inputs) {
        return inputs == null
                ? List.of()
                : inputs.stream()
                        .map(size -> new ModelBench.Size(size.getWidthPx(), size.getHeightPx()))
                        .toList();
    }

    private static Map<String, Object> row(ModelBench.Wish wish, ModelBench.Result result) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("batch", wish.batch());
        row.put("load", result.load().get("load"));
        row.put("loadParts", result.load());
        result.phases().forEach(row::put);
        Map<String, Double> steps = phase(result, "step");
        row.put("bestStep", steps.get("best"));
        List.of("floor", "ratio", "gflop", "gflops").forEach(number -> row.put(number, steps.get(number)));
        row.put("linears", result.linearMode());
        row.put("peakRssMb", peakRssMb());
        Map<String, Map<String, Double>> phases = new LinkedHashMap<>();
        result.phases().keySet().forEach(phase -> phases.put(phase, phase(result, phase)));
        row.put("phases", phases);
        return row;
    }

    private static Map<String, Double> phase(ModelBench.Result result, String phase) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        double best = result.best().get(phase);
        numbers.put("median", result.phases().get(phase));
        numbers.put("best", best);
        numbers.put("cpu", result.cpu().get(phase));
        numbers.put("floor", result.floor().get(phase));
        numbers.put("ratio", result.ratio(phase));
        numbers.put("gflop", result.gflop().get(phase));
        numbers.put("gflops", best > 0 ? result.gflop().get(phase) / best : Double.NaN);
        numbers.replaceAll((name, number) -> Double.isFinite(number) ? number : null);
        return numbers;
    }

    private void show(Map<String, Object> row, ModelBench.Result result) {
        terminal.say("batch %s, linears %s, peak RSS %s MB"
                .formatted(row.get("batch"), row.get("linears"), row.get("peakRssMb")));
        TextTable table = new TextTable("phase", "median", "best", "CPU", "floor", "ratio", "GFLOP", "GFLOP/s");
        for (String phase : result.phases().keySet()) {
            List<String> cells = new ArrayList<>(List.of(phase));
            phase(result, phase).values().forEach(number -> cells.add(number == null ? "" : shown(number)));
            table.row(cells.toArray(String[]::new));
        }
        table.lines().forEach(terminal::say);
        showLoad(result.load());
    }

    private void showLoad(Map<String, Double> parts) {
        terminal.say("load %s: ".formatted(shown(parts.get("load")))
                + parts.entrySet().stream()
                        .filter(part -> !part.getKey().equals("load"))
                        .map(part -> part.getKey() + " " + shown(part.getValue()))
                        .collect(Collectors.joining(", "))
                + "; the digest is read beside the rest");
    }

    private static String shown(Object value) {
        return value instanceof Double number ? "%.3f".formatted(number) : String.valueOf(value);
    }

    /** The process's highest resident memory; 0 where the system doesn't say. */
    private static long peakRssMb() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS, StandardCharsets.US_ASCII).stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("vmhwm"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
