package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Seconds;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.model.ComputeType;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.SamplingParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "generate",
        description = "Paints with the model alone, in this process: no Kafka, nothing needs to run.",
        footer = {
            "",
            "Example:",
            "  ./titorelli generate --prompt \"a large red circle on a navy background\" --out circle.png"
        })
final class GenerateCommand implements Callable<Integer>, Logging {

    /** Without a seed the same command paints the same picture again. */
    private static final long DEFAULT_SEED = 0;

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private AdapterOption adapter = new AdapterOption();

    @Mixin
    private PictureOptions picture = new PictureOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE.png",
            required = true,
            description = "Where the picture goes; of several images, -0, -1... comes before the ending.")
    private Path out;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = "f32, bf16, or auto: bf16 where the processor is made for it (default: auto).")
    private String dtype;

    GenerateCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public Integer call() throws Exception {
        if (picture.prompt == null) {
            throw new CommandFailed(ExitCode.USAGE, "--prompt says what to paint: it is missing");
        }
        List<RgbImage> inputs = readInputs();
        Instant begun = clock.instant();
        try (OmniGen omniGen = OmniGen.open(model.directory(), computeType())) {
            terminal.say("Opened %s in %s"
                    .formatted(model.directory(), Seconds.of(Duration.between(begun, clock.instant()))));
            SamplingParameters first = parameters(omniGen.defaults(), inputs).withAdapter(adapter.openFor(omniGen));
            tellAbout(first, omniGen);
            try (ShownPainting painting = new ShownPainting(omniGen, terminal.progressBoard(), clock)) {
                for (int index = 0; index < images(); index++) {
                    paint(painting, first.withSeed(first.seed() + index), file(index));
                }
            }
        }
        return ExitCode.OK.code();
    }

    private ComputeType computeType() {
        try {
            return ComputeType.of(dtype);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "--" + e.getMessage(), e);
        }
    }

    private void paint(ShownPainting painting, SamplingParameters parameters, Path file) throws IOException {
        RgbImage image = painting.paint(parameters, file.getFileName().toString());
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.write(file, PngWriter.write(image, painting.description(parameters)));
        terminal.say("%s  %dx%d, seed %d".formatted(file, image.widthPx(), image.heightPx(), parameters.seed()));
    }

    private void tellAbout(SamplingParameters parameters, OmniGen omniGen) {
        if (!parameters.prompt().equals(picture.prompt)) {
            terminal.say("The prompt names no input picture, so the tags were put before it: " + parameters.prompt());
        }
        List<String> unknown = omniGen.unknownWords(parameters.prompt());
        if (!unknown.isEmpty()) {
            terminal.say(NoticeText.unknownWords(String.join(", ", unknown)));
        }
    }

    private List<RgbImage> readInputs() throws IOException {
        List<RgbImage> inputs = new ArrayList<>();
        for (Path file : picture.inputs) {
            try {
                inputs.add(PictureReader.read(GivenFile.bytes(file)));
            } catch (UnreadablePictureException e) {
                throw new CommandFailed(ExitCode.REJECTED, "--input " + file + ": " + e.getMessage(), e);
            }
        }
        return inputs;
    }

    private SamplingParameters parameters(ModelDefaults defaults, List<RgbImage> inputs) {
        return new SamplingParameters(
                PromptTags.complete(picture.prompt, inputs.size()),
                otherwise(picture.negativePrompt, defaults.negativePrompt()),
                inputs,
                picture.size == null ? defaults.widthPx() : picture.size.getWidthPx(),
                picture.size == null ? defaults.heightPx() : picture.size.getHeightPx(),
                otherwise(picture.steps, defaults.steps()),
                otherwise(picture.guidanceScale, defaults.guidanceScale()),
                otherwise(picture.imageGuidanceScale, defaults.imageGuidanceScale()),
                defaults.useImageGuidance(),
                defaults.timeShift(),
                otherwise(picture.seed, DEFAULT_SEED),
                defaults.maxInputSizePx());
    }

    private int images() {
        int images = otherwise(picture.images, 1);
        if (images < 1) {
            throw new CommandFailed(ExitCode.USAGE, "--images " + images + ": allowed is 1 and above");
        }
        return images;
    }

    /** The file of one of the images: {@code a.png}, or {@code a-0.png}, {@code a-1.png}... of several. */
    private Path file(int index) {
        String name = out.getFileName().toString();
        int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
        return images() == 1 ? out : out.resolveSibling(name.substring(0, dot) + "-" + index + name.substring(dot));
    }

    private static <T> T otherwise(T given, T byDefault) {
        return Optional.ofNullable(given).orElse(byDefault);
    }
}
