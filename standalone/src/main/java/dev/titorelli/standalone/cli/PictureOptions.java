package dev.titorelli.standalone.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What to paint: the options that {@code submit} and {@code generate} share. What is left out takes the model's default. */
final class PictureOptions {

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "What to paint. Input pictures are named <img><|image_1|></img>, <img><|image_2|></img>...; when "
                            + "none is named, the tags are put before the text.")
    String prompt;

    @Option(
            names = "--input",
            paramLabel = "FILE|URI",
            arity = "1..*",
            description = "Input pictures, PNG, JPEG or WebP, in the order of their tags; submit also takes http(s)"
                    + " addresses.")
    List<String> inputs = List.of();

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = WishedSize.Option.class,
            description = "Width and height in pixels, multiples of 16; input: those of the first input picture, "
                    + "as prepared for the model.")
    WishedSize size;

    @Option(names = "--steps", paramLabel = "N", description = "Denoising steps.")
    Integer steps;

    @Option(names = "--guidance", paramLabel = "G", description = "Guidance on the prompt; 1 is off.")
    Double guidanceScale;

    @Option(names = "--image-guidance", paramLabel = "G", description = "Guidance on the input pictures.")
    Double imageGuidanceScale;

    @Option(
            names = "--no-image-guidance",
            description = "Guide input pictures together with the prompt: faster, and closer to the prompt.")
    boolean noImageGuidance;

    @Option(
            names = "--max-input-size",
            paramLabel = "PX",
            description = "Longest side that input pictures are scaled down to.")
    Integer maxInputSizePx;

    @Option(
            names = "--time-shift",
            paramLabel = "T",
            description = "Above 1, more of the steps are near the noise; 1 is even.")
    Double timeShift;

    @Option(
            names = "--step-caching",
            paramLabel = "N",
            description =
                    "Skips steps: 1 one of four, 2 every second, 3 two of three; other pixels (default: 0, none).")
    Integer stepCaching;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the noise; image i of several uses S + i.")
    Long seed;

    @Option(names = "--images", paramLabel = "N", description = "How many images (default: 1).")
    Integer images;

    @Option(names = "--negative", paramLabel = "TEXT", description = "Prompt of the unconditional branch.")
    String negativePrompt;

    /** Whether an input is an address, which the system fetches, and no file. */
    static boolean isAddress(String input) {
        return input.matches("(?i)https?://.*");
    }

    /**
     * The inputs as files.
     *
     * @throws CommandFailed when one is an address
     */
    List<Path> files() {
        inputs.stream().filter(PictureOptions::isAddress).findFirst().ifPresent(address -> {
            throw new CommandFailed(
                    ExitCode.USAGE, "--input " + address + ": only submit fetches addresses; give a file");
        });
        return inputs.stream().map(Path::of).toList();
    }

    /** False where the picture is guided as one; null where the model decides. */
    Boolean useImageGuidance() {
        return noImageGuidance ? Boolean.FALSE : null;
    }

    /** Whether anything but input pictures is given. */
    boolean saysMoreThanInputs() {
        return noImageGuidance
                || Stream.of(prompt, size, steps, guidanceScale, imageGuidanceScale, seed, images, negativePrompt)
                        .anyMatch(Objects::nonNull)
                || maxInputSizePx != null
                || timeShift != null
                || stepCaching != null;
    }
}
