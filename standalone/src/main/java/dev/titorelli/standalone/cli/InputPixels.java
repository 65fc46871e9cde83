package dev.titorelli.standalone.cli;

import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How {@code generate} reads its input pictures. */
final class InputPixels {

    @Option(
            names = "--input-pixels",
            paramLabel = "RULES",
            defaultValue = "shown",
            description = "shown: turned as EXIF says, transparent parts over white, 16 bits scaled; reference: as the "
                    + "model's reference reads files, none of that (default: shown).")
    private String rules;

    List<RgbImage> read(List<Path> files) throws IOException {
        PixelRules chosen = chosen();
        List<RgbImage> inputs = new ArrayList<>();
        for (Path file : files) {
            try {
                inputs.add(PictureReader.read(GivenFile.bytes(file), chosen));
            } catch (UnreadablePictureException e) {
                throw new CommandFailed(ExitCode.REJECTED, "--input " + file + ": " + e.getMessage(), e);
            }
        }
        return inputs;
    }

    private PixelRules chosen() {
        return switch (rules.toLowerCase(Locale.ROOT)) {
            case "shown" -> PixelRules.SHOWN;
            case "reference" -> PixelRules.REFERENCE;
            default ->
                throw new CommandFailed(ExitCode.USAGE, "--input-pixels '" + rules + "': expected shown or reference");
        };
    }
}
