package dev.titorelli.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    private static final String A = "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";

    @TempDir
    private Path directory;

    @Test
    void listsItsTensors() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(write(
                "{'__metadata__':{'format':'pt'}," + A + ",'z':{'dtype':'I8','shape':[0],'data_offsets':[8,8]}}"));
        assertThat(file.entries()).containsOnlyKeys("a", "z");
        assertThat(file.entries().get("a").elements()).isEqualTo(2);
        assertThat(file.entries().get("a").end()).isEqualTo(file.sizeBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]                                                             | no JSON object",
                "null                                                            | no JSON object",
                "{'a':1} {}                                                      | Trailing token",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}         | offset -8",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,9]}}          | cut off: tensor a",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}          | cut off: tensor a",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[9223372036854775807,9223372036854775807]}} | cut off",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[18446744073709551616,0]}} | offset"
                        + " 18446744073709551616",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}            | tensor a has 1 offsets; expected 2",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}         | size or offset -2",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}        | size or offset 2.0",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | larger than the file",
                "{'a':5}                                                         | tensor a has 0 offsets"
            })
    void saysWhatIsWrongWithTheHeader(String header, String message) throws IOException {
        assertDamaged(write(header), message);
    }

    @Test
    void rejectsATensorThatIsThereTwice() throws IOException {
        assertDamaged(write("{" + A + "," + A + "}"), "Duplicate field 'a'");
    }

    @Test
    void rejectsTensorsThatOverlap() throws IOException {
        assertDamaged(
                write("{" + A + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"), "tensors a and b overlap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 4 bytes between the header and tensor a",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes after a belong to no tensor"
            })
    void rejectsBytesThatBelongToNoTensor(String header, String message) throws IOException {
        assertDamaged(write(header), message);
    }

    @Test
    void rejectsAHeaderOfBottomlessNesting() throws IOException {
        assertDamaged(write("[".repeat(100_000)), "nesting depth");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 100, Long.MAX_VALUE})
    void rejectsAHeaderLengthThatCanNotBe(long length) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        assertDamaged(Files.write(directory.resolve("file"), file.array()), "header length " + length);
    }

    private static void assertDamaged(Path file, String message) {
        assertThatIOException().isThrownBy(() -> SafetensorsFile.open(file)).withMessageContaining(message);
    }

    private Path write(String header) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                directory.resolve("file"), file.putLong(json.length).put(json).array());
    }
}
