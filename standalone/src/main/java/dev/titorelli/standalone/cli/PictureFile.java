package dev.titorelli.standalone.cli;

import dev.titorelli.program.Unbroken;
import dev.titorelli.worker.image.JpegWriter;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import picocli.CommandLine.Option;

/** Where {@code generate} puts its pictures, and in which format: the name's ending says it. */
final class PictureFile {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the picture goes, .png or .jpg; of several images, -0, -1... comes before the ending.")
    private Path out;

    @Option(
            names = "--quality",
            paramLabel = "1..100",
            description = "Of a JPEG file (default: " + JpegWriter.DEFAULT_QUALITY + ").")
    private Integer quality;

    /** Before anything is painted. */
    void require() {
        boolean isJpeg = isJpeg();
        if (!isJpeg && !ending().equals("png")) {
            throw new CommandFailed(ExitCode.USAGE, "--out " + out + ": allowed endings are .png, .jpg, .jpeg");
        }
        if (quality != null && !isJpeg) {
            throw new CommandFailed(ExitCode.USAGE, "--quality is for JPEG files; --out is " + out);
        }
        if (quality != null && (quality < 1 || quality > 100)) {
            throw new CommandFailed(ExitCode.USAGE, "--quality " + quality + ": allowed is 1 to 100");
        }
    }

    /** The file of one of the images: {@code a.png}, or {@code a-0.png}, {@code a-1.png}... of several. */
    Path of(int index, int images) {
        String name = out.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return images == 1 ? out : out.resolveSibling(name.substring(0, dot) + "-" + index + name.substring(dot));
    }

    void write(Path file, RgbImage image, SortedMap<String, String> text) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        byte[] bytes = isJpeg() ? JpegWriter.write(image, text, jpegQuality()) : PngWriter.write(image, text);
        Unbroken.begin();
        try {
            Files.write(file, bytes);
        } finally {
            Unbroken.end();
        }
    }

    private int jpegQuality() {
        return quality == null ? JpegWriter.DEFAULT_QUALITY : quality;
    }

    private boolean isJpeg() {
        return ending().equals("jpg") || ending().equals("jpeg");
    }

    private String ending() {
        String name = out.toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
