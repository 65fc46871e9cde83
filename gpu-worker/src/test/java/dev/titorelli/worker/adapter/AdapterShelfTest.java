package dev.titorelli.worker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.titorelli.worker.checkpoint.RandomAdapter;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.model.OpenModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterShelfTest {

    @TempDir
    private Path folder;

    private LoraAdapter ink;
    private LoraAdapter chalk;
    private LoraAdapter oil;
    private long bytes;
    private AdapterShelf shelf;

    @BeforeEach
    void open() throws IOException {
        ink = adapter(1);
        chalk = adapter(2);
        oil = adapter(3);
        bytes = ink.bytes();
        shelf = new AdapterShelf(2 * bytes);
    }

    @AfterEach
    void close() {
        List.of(ink, chalk, oil).forEach(LoraAdapter::close);
    }

    @Test
    void keepsWhatNobodyHoldsForTheNext() {
        shelf.put("m/ink", ink).close();

        assertThat(shelf.hold(ink.digest())).isPresent();
        assertThat(shelf.held(ink.digest())).isSameAs(ink);
    }

    @Test
    void dropsTheOneUsedLeastRecentlyWhenThereIsTooMuch() {
        shelf.put("m/ink", ink).close();
        shelf.put("m/chalk", chalk).close();
        shelf.hold(ink.digest()).orElseThrow().close();
        shelf.put("m/oil", oil).close();

        assertThat(shelf.names()).containsExactly("m/ink", "m/oil");
        assertThat(shelf.idleBytes()).isEqualTo(2 * bytes);
        assertThat(shelf.hold(chalk.digest())).isEmpty();
    }

    @Test
    void neverDropsWhatSomebodyHolds() {
        AdapterHold first = shelf.put("m/ink", ink);
        AdapterHold second = shelf.hold(ink.digest()).orElseThrow();
        shelf.bound(0);
        first.close();

        assertThat(shelf.held(ink.digest())).isSameAs(ink);
        assertThat(ink.tensors().get(0).isReleased()).isFalse();
        second.close();
        assertThat(shelf.names()).isEmpty();
        assertThat(ink.tensors().get(0).isReleased()).isTrue();
    }

    @Test
    void givesUpWhatNobodyHolds() {
        shelf.put("m/ink", ink).close();
        AdapterHold held = shelf.put("m/chalk", chalk);

        shelf.clear();

        assertThat(shelf.names()).containsExactly("m/chalk");
        held.close();
    }

    @Test
    void keepsOneOfTwoThatWereLoadedAtOnce() throws IOException {
        shelf.put("m/ink", ink);
        LoraAdapter again = adapter(1);
        shelf.put("m/ink", again);

        assertThat(shelf.held(ink.digest())).isSameAs(ink);
        assertThat(again.tensors().get(0).isReleased()).isTrue();
    }

    @Test
    void hasNothingForJobsThatHoldNothing() {
        shelf.put("m/ink", ink).close();

        assertThatIllegalStateException()
                .isThrownBy(() -> shelf.held(ink.digest()))
                .withMessageContaining("is not held");
    }

    private LoraAdapter adapter(long seed) throws IOException {
        Path files = RandomAdapter.write(folder.resolve("a" + seed), Goldens.model("omnigen"), seed);
        return OpenModels.tiny().adapter(files);
    }
}
