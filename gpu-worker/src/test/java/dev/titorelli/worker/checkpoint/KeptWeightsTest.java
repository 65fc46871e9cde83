package dev.titorelli.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.SafetensorsWriter.Tensor;
import dev.titorelli.worker.model.OpenModels;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.ElementType;
import dev.titorelli.worker.tensor.TorchScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptWeightsTest {
    private static final TensorSpec ODD = TensorSpec.of("odd", 3);
    private static final TensorSpec STACKED =
            TensorSpec.stacked(List.of(TensorSpec.of("upper", 2, 4), TensorSpec.of("lower", 1, 4)));
    private static final TensorSpec LARGE = TensorSpec.of("large", 700, 1000);
    private static final List<TensorSpec> SPECS = List.of(ODD, STACKED, LARGE);

    @TempDir
    private Path directory;

    private Checkpoint checkpoint;

    @BeforeEach
    void write() throws IOException {
        SafetensorsWriter.write(
                directory.resolve("weights.safetensors"),
                List.of(tensor("odd", 3), tensor("upper", 2, 4), tensor("lower", 1, 4), tensor("large", 700, 1000)));
        checkpoint = Checkpoint.open(directory, "weights.safetensors", new ArrayList<>())
                .orElseThrow();
    }

    private static Tensor tensor(String name, long... shape) {
        return new Tensor(name, TensorSpec.of(name, shape).shape(), ElementType.F32, i ->
                (float) Math.sin((double) name.length() + i));
    }

    @Test
    void holdsWhatAConversionInMemoryHolds() throws IOException {
        for (ComputeType compute : ComputeType.values()) {
            assertThat(values(loaded(kept(), compute))).isEqualTo(values(loaded(KeptFolder.none(), compute)));
        }
    }

    @Test
    void beginsEveryTensorAtAMultipleOf64Bytes() {
        SafetensorsFile file = loaded(kept(), ComputeType.BF16)
                .checkpoint()
                .places()
                .get("large")
                .file();
        assertThat(file.entries()).containsKeys("odd", "upper", "large");
        assertThat(file.entries().values())
                .allSatisfy(entry -> assertThat(entry.dtype()).isEqualTo("BF16"));
        assertThat(SPECS)
                .allSatisfy(spec ->
                        assertThat(file.entries().get(spec.name()).start() % 64).isZero());
    }

    /** What is computed in its own type stays where it is; only what lies in parts is stacked. */
    @Test
    void convertsNothingThatCanBeMapped() {
        KeptWeights.Sources sources = loaded(kept(), ComputeType.F32);
        assertThat(sources.checkpoint().places().get("large").file())
                .isEqualTo(checkpoint.places().get("large").file());
        assertThat(sources.checkpoint().places().get("upper").file().entries())
                .containsOnlyKeys("upper", "padding after upper");
    }

    @Test
    void isMappedAtTheNextStart() throws IOException {
        Path file = loaded(kept(), ComputeType.BF16)
                .checkpoint()
                .places()
                .get("large")
                .file()
                .path();
        Object first = Files.readAttributes(file, "unix:ino").get("ino");
        loaded(kept(), ComputeType.BF16);
        assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(first);
    }

    @Test
    void isMadeAgainWhenItIsCutOff() throws IOException {
        Path file = loaded(kept(), ComputeType.BF16)
                .checkpoint()
                .places()
                .get("large")
                .file()
                .path();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) - 2);
        }
        assertThat(values(loaded(kept(), ComputeType.BF16)))
                .isEqualTo(values(loaded(KeptFolder.none(), ComputeType.BF16)));
    }

    @Test
    void isMadeAgainWhenAByteHasChangedInPlace() throws IOException {
        Path file = loaded(kept(), ComputeType.BF16)
                .checkpoint()
                .places()
                .get("large")
                .file()
                .path();
        FileTime modified = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1000] ^= 4;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, modified);
        assertThat(values(loaded(kept(), ComputeType.BF16)))
                .isEqualTo(values(loaded(KeptFolder.none(), ComputeType.BF16)));
    }

    @Test
    void isMadeAgainWithoutItsDigest() throws IOException {
        Path file = loaded(kept(), ComputeType.BF16)
                .checkpoint()
                .places()
                .get("large")
                .file()
                .path();
        Path digest = file.resolveSibling(file.getFileName() + KeptWeights.DIGEST);
        Files.delete(digest);
        loaded(kept(), ComputeType.BF16);
        assertThat(digest).hasContent(Digests.ofFile(file));
    }

    /** A folder in which nothing can be made, as on a disk that is full or not to be written; root may write anywhere. */
    @Test
    void isConvertedInMemoryWhereNothingCanBeWritten() throws IOException {
        Path noFolder = Files.writeString(directory.resolve("file"), "");
        KeptWeights.Sources sources = loaded(KeptFolder.at(noFolder), ComputeType.BF16);
        assertThat(sources.checkpoint()).isEqualTo(checkpoint);
        assertThat(values(sources)).isEqualTo(values(loaded(kept(), ComputeType.BF16)));
    }

    @Test
    void severalMayMakeItAtOnce() {
        List<CompletableFuture<KeptWeights.Sources>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> loaded(kept(), ComputeType.BF16)))
                .toList();
        List<Float> expected = values(loaded(KeptFolder.none(), ComputeType.BF16));
        assertThat(all).allSatisfy(one -> assertThat(values(one.join())).isEqualTo(expected));
        assertThat(names()).hasSize(2);
    }

    @Test
    void removesWhatNobodyUsesAndWhatWasNeverFinished() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("kept/weights"));
        Instant now = Instant.now();
        for (int i = 0; i < 9; i++) {
            file(folder, "used-" + i + ".safetensors", now.minus(Duration.ofDays(i)));
        }
        file(folder, "used-1.safetensors.sha256", now.minus(Duration.ofDays(40)));
        file(folder, "used-8.safetensors.sha256", now);
        file(folder, "old.part", now.minus(Duration.ofDays(2)));
        file(folder, "new.part", now);
        loaded(kept(), ComputeType.BF16);
        assertThat(names())
                .contains("used-0.safetensors", "used-6.safetensors", "used-8.safetensors", "new.part")
                .doesNotContain("used-1.safetensors", "used-1.safetensors.sha256", "used-7.safetensors", "old.part");
    }

    private static void file(Path folder, String name, Instant modified) throws IOException {
        Files.setLastModifiedTime(Files.writeString(folder.resolve(name), name), FileTime.from(modified));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory.resolve("kept/weights"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeptFolder kept() {
        return KeptFolder.at(directory.resolve("kept"));
    }

    private KeptWeights.Sources loaded(KeptFolder folder, ComputeType compute) {
        return new KeptWeights(folder, new FileDigests(folder), () -> "model", Clock.systemUTC())
                .sources("part", checkpoint, SPECS, compute);
    }

    /** The tensors as computed with, one after the other. */
    private static List<Float> values(KeptWeights.Sources sources) {
        List<Float> values = new ArrayList<>();
        try (NDManager scope = OpenModels.scope();
                TorchScript script = Weights.script(scope)) {
            Weights weights = Weights.load(scope, sources.checkpoint(), sources.specs(), ComputeType.BF16);
            for (TensorSpec spec : SPECS) {
                float[] exact = script.call("converted")
                        .tensor(weights.tensor(spec))
                        .integer(ElementType.F32.scalarType())
                        .tensorIn(scope)
                        .toFloatArray();
                for (float value : exact) {
                    values.add(value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }
}
