package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prefixes of a model whose rows have long rotary factors from 49 tokens on, output tokens included. */
class RopeRegimeTest {
    /** 21 tokens; the negative prompt has 14. */
    private static final String PROMPT = "a red circle";

    private static OmniGen model;
    private final BoundedPrefixShelf shelf = new BoundedPrefixShelf(1 << 24);

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        copy(Goldens.model("gqa-long"), directory);
        copy(Goldens.model("omnigen").resolve("vae"), Files.createDirectory(directory.resolve("vae")));
        model = OmniGen.open(directory);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @AfterEach
    void closeShelf() {
        shelf.close();
    }

    @Test
    void takesTheRegimeOfEachBranchsWholeRow() {
        assertThat(regimes(16, 16)).containsExactly(Rotary.Regime.SHORT, Rotary.Regime.SHORT);
        assertThat(regimes(64, 128)).containsExactly(Rotary.Regime.LONG, Rotary.Regime.SHORT);
        assertThat(regimes(128, 96)).containsExactly(Rotary.Regime.LONG, Rotary.Regime.LONG);
    }

    @Test
    void sharesAPrefixWithinARegimeAndNotBeyond() {
        paintsAsAlone(16, 16);
        assertThat(shelf.hits()).isZero();
        paintsAsAlone(16, 32);
        assertThat(shelf.hits()).as("both branches and their time tokens").isEqualTo(4);
        paintsAsAlone(64, 128);
        assertThat(shelf.hits())
                .as("the unconditional branch alone, whose row is still short")
                .isEqualTo(4 + 2);
        paintsAsAlone(128, 96);
        assertThat(shelf.hits()).as("the conditional branch, long before").isEqualTo(6 + 2);
        paintsAsAlone(128, 112);
        assertThat(shelf.hits()).isEqualTo(8 + 4);
        paintsAsAlone(16, 16);
        assertThat(shelf.hits()).isEqualTo(12 + 4);
    }

    @Test
    void rotatesAPrefixsKeysOtherwiseInEachRegime() {
        try (Sampling shortRow = model.start(wish(16, 16));
                Sampling longRow = model.start(wish(64, 128))) {
            assertThat(keys(shortRow)).hasSize(21 * 24).isNotEqualTo(keys(longRow));
        }
    }

    /** Of the conditional prefix, in the second layer's first head. */
    private static float[] keys(Sampling sampling) {
        KeysAndValues prefix = sampling.rows().get(0).branch().prefix();
        int headSize = 24;
        return Arrays.copyOf(prefix.keys().get(1).get(0).toFloatArray(), headSize * prefix.tokens());
    }

    private void paintsAsAlone(int widthPx, int heightPx) {
        float[] shared = paint(wish(widthPx, heightPx), new PrefixSharing(shelf, ""));
        assertThat(shared).containsExactly(paint(wish(widthPx, heightPx), PrefixSharing.NONE));
    }

    private List<Rotary.Regime> regimes(int widthPx, int heightPx) {
        try (Sampling sampling = model.start(wish(widthPx, heightPx))) {
            return sampling.rows().stream()
                    .map(row -> model.pictures()
                            .transformer()
                            .rotary()
                            .regime(row.branch().rowLength()))
                    .toList();
        }
    }

    private static float[] paint(SamplingParameters parameters, PrefixSharing sharing) {
        try (Sampling sampling = model.start(parameters, sharing)) {
            sampling.step();
            sampling.step();
            return sampling.latents().toFloatArray();
        }
    }

    private static SamplingParameters wish(int widthPx, int heightPx) {
        return new SamplingParameters(PROMPT, "", List.of(), widthPx, heightPx, 2, 2.5, 1.6, true, 1, 7, 64);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
