package dev.titorelli.standalone.cli;

import dev.titorelli.ImageSize;
import dev.titorelli.worker.tensor.ComputeType;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a measuring verb paints, and in which numbers. */
final class PaintingOptions {

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = ImageSizeOption.class,
            defaultValue = "128x128",
            description = "Size of the pictures (default: 128x128).")
    private ImageSize size;

    @Option(names = "--dtype", defaultValue = "f32", description = "f32 or bf16 (default: f32).")
    private String dtype;

    Path directory() {
        return model.directory();
    }

    int widthPx() {
        return size.getWidthPx();
    }

    int heightPx() {
        return size.getHeightPx();
    }

    ComputeType computeType() {
        return ComputeType.of(dtype);
    }
}
