package dev.titorelli.worker.bench;

import dev.titorelli.worker.checkpoint.Checkpoint;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.SafetensorsFile;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.ModelDirectory;
import dev.titorelli.worker.model.NonFiniteLatentsException;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a checkpoint can be relied on: every weight is finite, a small picture can be painted, and it repeats. */
public final class ModelCheck {
    private static final int CHUNK_BYTES = 1 << 22;
    private static final int SIDE_PX = 64;
    private static final int STEPS = 2;

    private ModelCheck() {}

    /**
     * What is wrong, one sentence each; empty when nothing is.
     *
     * @throws ModelDirectoryException when the directory is no model at all
     */
    public static List<String> of(Path directory) {
        ModelDirectory files = ModelDirectory.read(directory);
        List<String> findings = new ArrayList<>();
        findings.addAll(nonFinite(files.transformerWeights()));
        findings.addAll(nonFinite(files.vaeWeights()));
        if (findings.isEmpty()) {
            findings.addAll(repeats(directory));
        }
        return findings;
    }

    private static List<String> repeats(Path directory) {
        try (OmniGen model = OmniGen.open(directory)) {
            RgbImage first = paint(model);
            return first.equals(paint(model)) ? List.of() : List.of("the same parameters painted two pictures");
        } catch (NonFiniteLatentsException e) {
            return List.of("a small picture can't be painted: " + e.getMessage());
        }
    }

    private static RgbImage paint(OmniGen model) {
        ModelDefaults defaults = model.defaults();
        int side = Math.min(SIDE_PX, model.limits().maxWidthPx());
        SamplingParameters parameters = new SamplingParameters(
                "a picture",
                defaults.negativePrompt(),
                List.of(),
                side,
                side,
                STEPS,
                defaults.guidanceScale(),
                defaults.imageGuidanceScale(),
                defaults.useImageGuidance(),
                defaults.timeShift(),
                0,
                side);
        try (Sampling sampling = model.start(parameters)) {
            for (int step = 0; step < STEPS; step++) {
                sampling.step();
            }
            return sampling.image();
        }
    }

    private static List<String> nonFinite(Checkpoint checkpoint) {
        List<String> findings = new ArrayList<>();
        checkpoint.places().forEach((name, place) -> {
            long bad = nonFinite(place);
            if (bad > 0) {
                findings.add("%s: %d of %d values are not finite"
                        .formatted(name, bad, place.entry().elements()));
            }
        });
        return findings;
    }

    private static long nonFinite(Checkpoint.Place place) {
        ElementType type = ElementType.of(place.entry().dtype()).orElseThrow();
        long bad = 0;
        try (FileChannel channel = FileChannel.open(place.file().path())) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (long at = place.entry().start(); at < place.entry().end(); at += CHUNK_BYTES) {
                chunk.clear().limit((int) Math.min(CHUNK_BYTES, place.entry().end() - at));
                SafetensorsFile.fill(channel, at, chunk);
                chunk.flip();
                while (chunk.hasRemaining()) {
                    bad += Float.isFinite(type.read(chunk)) ? 0 : 1;
                }
            }
            return bad;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + place.file().path(), e);
        }
    }
}
