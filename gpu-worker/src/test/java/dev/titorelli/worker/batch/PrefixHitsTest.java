package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.OpenModels;
import dev.titorelli.worker.model.PrefixSharing;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.model.ScaledAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker's shelf must not find; each of the two branches wants a prefix and its time tokens. */
final class PrefixHitsTest {

    private final WorthyPrefixShelf shelf = new WorthyPrefixShelf(1L << 28);

    @Test
    void missesWhatAnotherAdapterOrScaleHasComputed() {
        OmniGen model = OpenModels.tiny();
        try (LoraAdapter adapter = model.adapter(Goldens.model("lora"))) {
            SamplingParameters plain = text(32, 32);
            assertThat(hits(model, plain)).isZero();
            assertThat(hits(model, with(plain, adapter, 1))).as("an adapter").isZero();
            assertThat(hits(model, with(plain, adapter, 0.5)))
                    .as("another scale")
                    .isZero();
            assertThat(hits(model, with(plain, adapter, 1))).isEqualTo(4);
            assertThat(hits(model, plain)).isEqualTo(4);
        }
        shelf.clear();
    }

    /** Rows are long from 49 tokens on. A picture of 16 x 16 is one, a picture of 128 x 112 is 56. */
    @Test
    void missesWhatAnotherRotaryRegimeHasComputed(@TempDir Path directory) throws IOException {
        copy(Goldens.model("gqa-long"), directory);
        copy(Goldens.model("omnigen").resolve("vae"), Files.createDirectory(directory.resolve("vae")));
        try (OmniGen model = OmniGen.open(directory)) {
            assertThat(hits(model, text(16, 16))).isZero();
            assertThat(hits(model, text(16, 32))).as("short too").isEqualTo(4);
            assertThat(hits(model, text(128, 112))).as("long").isZero();
            assertThat(hits(model, text(128, 112))).isEqualTo(4);
            shelf.clear();
        }
    }

    private static SamplingParameters text(int widthPx, int heightPx) {
        Job job = Job.newBuilder(TestJobs.aJob())
                .setPrompt("a red circle")
                .setWidthPx(widthPx)
                .setHeightPx(heightPx)
                .setGuidanceScale(2.5)
                .setMaxInputSizePx(64)
                .build();
        return OmniGenPainter.parameters(job, List.of());
    }

    private static SamplingParameters with(SamplingParameters plain, LoraAdapter adapter, double scale) {
        return plain.withAdapter(Optional.of(new ScaledAdapter(adapter, scale)));
    }

    private long hits(OmniGen model, SamplingParameters parameters) {
        KeptPrefixes before = shelf.counted();
        model.start(parameters, new PrefixSharing(shelf, "acme")).close();
        KeptPrefixes after = shelf.counted();
        assertThat(after.hits() + after.misses() - before.hits() - before.misses())
                .as("wanted")
                .isEqualTo(4);
        return after.hits() - before.hits();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }
}
