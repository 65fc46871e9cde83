package dev.titorelli.standalone.cli;

import dev.titorelli.ImageSize;
import dev.titorelli.program.Unbroken;
import dev.titorelli.standalone.terminal.Seconds;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    @Mixin
    private InputPixels inputPixels = new InputPixels();

    @Mixin
    private PictureFile out = new PictureFile();

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
        out.require();
        return Unbroken.whenTold(() -> paint(inputPixels.read(picture.files())));
    }

    private int paint(List<RgbImage> inputs) throws IOException {
        Instant begun = clock.instant();
        try (OmniGen omniGen = OmniGen.open(model.directory(), computeType(), new DataOption().kept())) {
            terminal.say("Opened %s in %s"
                    .formatted(model.directory(), Seconds.of(Duration.between(begun, clock.instant()))));
            SamplingParameters first = parameters(omniGen.defaults(), inputs)
                    .withAdapter(adapter.mergedInto(omniGen))
                    .withCachingFit(omniGen.cachingFit());
            tellAbout(first, omniGen);
            try (ShownPainting painting = new ShownPainting(omniGen, terminal.progressBoard(), clock)) {
                for (int index = 0; index < images(); index++) {
                    paint(painting, first.withSeed(first.seed() + index), out.of(index, images()));
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
        out.write(file, image, painting.description(parameters));
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

    private SamplingParameters parameters(ModelDefaults defaults, List<RgbImage> inputs) {
        int maxInputSizePx = otherwise(picture.maxInputSizePx, defaults.maxInputSizePx());
        ImageSize size = size(defaults, inputs, maxInputSizePx);
        return new SamplingParameters(
                        PromptTags.complete(picture.prompt, inputs.size()),
                        otherwise(picture.negativePrompt, defaults.negativePrompt()),
                        inputs,
                        size.getWidthPx(),
                        size.getHeightPx(),
                        otherwise(picture.steps, defaults.steps()),
                        otherwise(picture.guidanceScale, defaults.guidanceScale()),
                        otherwise(picture.imageGuidanceScale, defaults.imageGuidanceScale()),
                        otherwise(picture.useImageGuidance(), defaults.useImageGuidance()),
                        otherwise(picture.timeShift, defaults.timeShift()),
                        otherwise(picture.seed, DEFAULT_SEED),
                        maxInputSizePx)
                .withStepCaching(otherwise(picture.stepCaching, 0));
    }

    private ImageSize size(ModelDefaults defaults, List<RgbImage> inputs, int maxInputSizePx) {
        if (picture.size == null) {
            return new ImageSize(defaults.widthPx(), defaults.heightPx());
        }
        if (maxInputSizePx < InputPicture.PATCH_PX) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--max-input-size " + maxInputSizePx + ": allowed is " + InputPicture.PATCH_PX + " and above");
        }
        if (picture.size.isOfInput() && inputs.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "--size input: there is no --input");
        }
        return picture.size.pixels().orElseGet(() -> {
            RgbImage prepared = InputPicture.prepare(inputs.get(0), maxInputSizePx);
            return new ImageSize(prepared.widthPx(), prepared.heightPx());
        });
    }

    private int images() {
        int images = otherwise(picture.images, 1);
        if (images < 1) {
            throw new CommandFailed(ExitCode.USAGE, "--images " + images + ": allowed is 1 and above");
        }
        return images;
    }

    private static <T> T otherwise(T given, T byDefault) {
        return Optional.ofNullable(given).orElse(byDefault);
    }
}
