package dev.titorelli.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.bench.ModelInfo;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A checkpoint whose transformer and VAE are F16. */
class HalfPrecisionTest {
    @TempDir
    private Path directory;

    /** Into the kept file and in memory; its conversion is a checkpoint with the same values in the computed type. */
    @ParameterizedTest
    @EnumSource(ComputeType.class)
    void paintsWhatItsConversionPaints(ComputeType compute) throws IOException {
        Path half = checkpoint("half", HalfPrecisionTest::inHalf);
        Path converted = checkpoint("converted", (file, out) -> {
            Path halved = directory.resolve("halved.safetensors");
            inHalf(file, halved);
            boolean vae = file.toString().contains("vae");
            inFull(halved, out, vae ? ElementType.F32 : compute.elementType());
        });
        RgbImage expected = painted(converted, compute, KeptFolder.none());
        KeptFolder kept = KeptFolder.at(directory.resolve("kept"));
        assertThat(painted(half, compute, KeptFolder.none())).isEqualTo(expected);
        assertThat(painted(half, compute, kept)).isEqualTo(expected);
        assertThat(painted(half, compute, kept)).isEqualTo(expected);
    }

    @Test
    void isNeverComputedInHalfPrecision() throws IOException {
        Path half = checkpoint("half", HalfPrecisionTest::inHalf);
        assertThat(ComputeType.values()).containsExactly(ComputeType.F32, ComputeType.BF16);
        assertThat(ModelInfo.of(half).tensorTypes()).containsOnlyKeys("F16");
        try (OmniGen model = OmniGen.open(half, ComputeType.ofThisMachine())) {
            assertThat(model.profile().get("dtype")).isIn("f32", "bf16");
        }
    }

    private interface Change {
        void write(Path from, Path to) throws IOException;
    }

    private Path checkpoint(String name, Change change) throws IOException {
        Path golden = Goldens.model("omnigen");
        Path copy = directory.resolve(name);
        for (Path from : files(golden)) {
            Path to = copy.resolve(golden.relativize(from));
            Files.createDirectories(to.getParent());
            if (from.toString().endsWith(".safetensors")) {
                change.write(from, to);
            } else {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return copy;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private static RgbImage painted(Path model, ComputeType compute, KeptFolder kept) {
        RgbImage input = new RgbImage(32, 32, new byte[3 * 32 * 32]);
        try (OmniGen opened = OmniGen.open(model, compute, kept);
                Sampling sampling = opened.start(new SamplingParameters(
                        "a <img><|image_1|></img>", "", List.of(input), 32, 32, 2, 2.5, 1.6, true, 1, 3, 32))) {
            sampling.step();
            sampling.step();
            return sampling.image();
        }
    }

    private static void inFull(Path from, Path to, ElementType type) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(from);
        SafetensorsWriter.write(
                to,
                file.entries().keySet().stream()
                        .map(name -> {
                            float[] values = values(file, name);
                            return new SafetensorsWriter.Tensor(
                                    name, file.entries().get(name).shape(), type, i -> values[(int) i]);
                        })
                        .toList());
    }

    /** The product writes no F16, so that its bytes are made here. */
    private static void inHalf(Path from, Path to) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(from);
        List<SafetensorsWriter.Head> heads = file.entries().entrySet().stream()
                .map(tensor -> new SafetensorsWriter.Head(
                        tensor.getKey(), tensor.getValue().shape(), ElementType.F16))
                .toList();
        ByteBuffer header = SafetensorsWriter.header(heads);
        long elements =
                heads.stream().mapToLong(SafetensorsWriter.Head::elements).sum();
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(header.remaining() + 2 * elements))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
        for (SafetensorsWriter.Head head : heads) {
            for (float value : values(file, head.name())) {
                all.putShort(half(value));
            }
        }
        Files.write(to, all.array());
    }

    private static float[] values(SafetensorsFile file, String name) {
        try {
            SafetensorsFile.Entry entry = file.entries().get(name);
            ElementType type = ElementType.of(entry.dtype()).orElseThrow();
            ByteBuffer bytes = file.bytes(entry);
            float[] values = new float[Math.toIntExact(entry.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = type.read(bytes);
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cut off, not rounded: any near value will do. Too small ones become zero. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int exponent = ((bits >> 23) & 0xff) - 112;
        int sign = bits >>> 16 & 0x8000;
        return (short) (exponent <= 0 ? sign : sign | exponent << 10 | (bits >> 13 & 0x3ff));
    }
}
