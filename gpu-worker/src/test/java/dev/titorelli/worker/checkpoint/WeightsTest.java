package dev.titorelli.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.model.OpenModels;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
    private static final TensorSpec SPEC = TensorSpec.of("w", 2, 3);
    private static final float[] VALUES = {0, 1, -2, 0.5f, 65504, -0.0009765625f};

    @TempDir
    private Path directory;

    /** Padding 0 puts the tensor at a multiple of its element size, where it is mapped; at 1 it has to be read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void loadsEveryElementTypeAsF32MappedOrRead(int padding) throws IOException {
        assertThat(load("F32", padding, f -> ints(Float.floatToIntBits(f), 4))).containsExactly(VALUES);
        assertThat(load("F16", padding, f -> ints(half(f), 2))).containsExactly(VALUES);
        float[] rounded = load("BF16", padding, f -> ints(Float.floatToIntBits(f) >>> 16, 2));
        assertThat(rounded).containsExactly(0, 1, -2, 0.5f, 65280, -0.0009765625f);
    }

    @Test
    void readsASmallHalf() {
        ByteBuffer bytes = ByteBuffer.allocate(8)
                .putShort((short) 1)
                .putShort((short) 0x7c00)
                .putShort((short) 0xfc00);
        bytes.putShort((short) 0x7c01).flip();
        assertThat(ElementType.F16.read(bytes)).isEqualTo(0x1p-24f);
        assertThat(ElementType.F16.read(bytes)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(ElementType.F16.read(bytes)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(ElementType.F16.read(bytes)).isNaN();
    }

    private float[] load(String dtype, int padding, Encoding encoding) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(24);
        for (float value : VALUES) {
            data.put(encoding.bytes(value));
        }
        Path file = write(dtype, padding, data.flip());
        try (NDManager scope = OpenModels.scope()) {
            Checkpoint checkpoint = Checkpoint.open(
                            directory, file.getFileName().toString(), new ArrayList<>())
                    .orElseThrow();
            assertThat(WeightCheck.problems(checkpoint, List.of(SPEC))).isEmpty();
            return Weights.load(scope, checkpoint, List.of(SPEC), ComputeType.F32)
                    .tensor(SPEC)
                    .toFloatArray();
        }
    }

    private Path write(String dtype, int padding, ByteBuffer data) throws IOException {
        String header =
                "{\"w\":{\"dtype\":\"%s\",\"shape\":[2,3],\"data_offsets\":[0,%d]}}".formatted(dtype, data.remaining());
        String padded = header + " ".repeat(8 - header.length() % 8 + padding);
        ByteBuffer file = ByteBuffer.allocate(8 + padded.length() + data.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .put(data);
        return Files.write(directory.resolve(dtype + padding), file.array());
    }

    private static byte[] ints(int bits, int count) {
        byte[] all = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bits)
                .array();
        return Arrays.copyOf(all, count);
    }

    /** Of values that a half holds exactly. */
    private static int half(float value) {
        int bits = Float.floatToIntBits(value);
        int exponent = ((bits >> 23) & 0xff) - 112;
        return (bits >>> 16 & 0x8000) | (value == 0 ? 0 : exponent << 10 | (bits >> 13 & 0x3ff));
    }

    private interface Encoding {
        byte[] bytes(float value);
    }
}
