package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.standalone.terminal.Seconds;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import dev.titorelli.worker.bench.CachingFitting;
import dev.titorelli.worker.bench.ModelCheck;
import dev.titorelli.worker.bench.ModelInfo;
import dev.titorelli.worker.bench.PreviewFitting;
import dev.titorelli.worker.checkpoint.CheckpointLayout;
import dev.titorelli.worker.checkpoint.Preset;
import dev.titorelli.worker.checkpoint.RandomModel;
import dev.titorelli.worker.model.CachingFit;
import dev.titorelli.worker.preview.PreviewMap;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "model", description = "Looks at a checkpoint, checks it, or writes one with random weights.")
final class ModelCommand implements Runnable, Logging {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    ModelCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: model info, model check or model random");
    }

    @Command(name = "info", description = "Tells what a checkpoint holds; reads no weights.")
    int info(
            @Parameters(paramLabel = "DIR", description = "Folder of the checkpoint.") Path directory,
            @Option(names = "--json", description = "One JSON object.") boolean json)
            throws JsonProcessingException {
        Map<String, Object> facts = ModelInfo.of(existing(directory)).facts();
        if (json) {
            terminal.say(JSON.writeValueAsString(facts));
        } else {
            TextTable table = new TextTable("what", "value");
            facts.forEach((name, value) -> table.row(name, String.valueOf(value)));
            table.lines().forEach(terminal::say);
        }
        return ExitCode.OK.code();
    }

    @Command(
            name = "check",
            description = "Reads every weight and paints a small picture twice; exit code 1 when something is wrong.")
    int check(
            @Parameters(paramLabel = "DIR", description = "Folder of the checkpoint.") Path directory,
            @Option(
                            names = "--fit-preview",
                            description =
                                    "Then fit the linear map for previews and write it to " + PreviewMap.FILE + ".")
                    boolean fitPreview,
            @Option(
                            names = "--fit-caching",
                            description =
                                    "Then fit where step caching may skip and write it to " + CachingFit.FILE + ".")
                    boolean fitCaching)
            throws IOException {
        List<String> findings = ModelCheck.of(existing(directory));
        findings.forEach(terminal::say);
        terminal.say(findings.isEmpty() ? "whole, finite and repeatable" : "this checkpoint can't be relied on");
        if (findings.isEmpty() && fitPreview) {
            fitPreview(directory);
        }
        if (findings.isEmpty() && fitCaching) {
            fitCaching(directory);
        }
        return findings.isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private void fitPreview(Path directory) throws IOException {
        Path file = directory.resolve(PreviewMap.FILE);
        PreviewFitting.Result result = PreviewFitting.of(directory);
        try {
            result.map().write(file);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.CANNOT_START, "can't write " + file + ": " + e, e);
        }
        terminal.say(
                "Wrote %s; on pictures that it was not fitted to, PSNR against decoded ones is %.1f dB by the map, %.1f dB by decoding reduced latents"
                        .formatted(file, result.mapDecibels(), result.decodeDecibels()));
    }

    private void fitCaching(Path directory) throws IOException {
        Path file = directory.resolve(CachingFit.FILE);
        CachingFit fit = CachingFitting.of(directory);
        try {
            fit.write(file);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.CANNOT_START, "can't write " + file + ": " + e, e);
        }
        terminal.say("Wrote %s, digest %s; bench caching tells what it is worth".formatted(file, fit.digest()));
    }

    @Command(name = "random", description = "Writes a checkpoint of random weights, to measure with.")
    int random(
            @Option(
                            names = "--preset",
                            required = true,
                            description =
                                    "medium (25 million parameters), large (260 million) or published (OmniGen-v1's"
                                            + " shape, 3.8 billion).")
                    Preset preset,
            @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new or empty folder.")
                    Path out,
            @Option(
                            names = "--layout",
                            description = "original or diffusers (default: original).",
                            defaultValue = "ORIGINAL")
                    CheckpointLayout layout,
            @Option(names = "--dtype", description = "f32 or bf16 (default: f32).", defaultValue = "F32")
                    ElementType dtype,
            @Option(names = "--seed", description = "Another seed is another model (default: 0).", defaultValue = "0")
                    long seed)
            throws IOException {
        if (dtype == ElementType.F16) {
            throw new CommandFailed(ExitCode.USAGE, "--dtype f16: allowed are f32 and bf16");
        }
        Instant begun = clock.instant();
        new RandomModel(preset, layout, dtype, seed).write(out);
        terminal.say("Wrote %s, %,d MB, in %s"
                .formatted(out, ModelInfo.of(out).bytes() >> 20, Seconds.of(Duration.between(begun, clock.instant()))));
        return ExitCode.OK.code();
    }

    private static Path existing(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailed(ExitCode.CANNOT_START, "no model folder " + directory.toAbsolutePath());
        }
        return directory;
    }
}
