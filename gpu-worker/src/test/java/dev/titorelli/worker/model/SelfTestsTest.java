package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestsTest {
    private final OmniGen model = OpenModels.tiny();
    private final Transformer transformer = model.pictures().transformer();

    @TempDir
    private Path directory;

    @Test
    void keepsTheResult() throws IOException {
        LinearBlocks chosen = chosen("one");
        assertThat(model.profile().get("linearMode")).startsWith(chosen.linearMode() + "-");
        Files.writeString(kept().get(0), "blocks-1024"); // what is kept is what is told, so nothing was tested
        assertThat(chosen("one")).isEqualTo(new LinearBlocks(1024));
    }

    @Test
    void testsAnotherModelOrTypeAnew() throws IOException {
        chosen("one");
        chosen("two");
        assertThat(kept()).hasSize(2);
    }

    @Test
    void testsAnewWhenWhatWasKeptIsNoChoice() throws IOException {
        LinearBlocks chosen = chosen("one");
        Files.writeString(kept().get(0), "blocks-7");
        assertThat(chosen("one")).isEqualTo(chosen);
    }

    private LinearBlocks chosen(String digest) {
        SortedMap<String, String> profile = new TreeMap<>(DeviceProfile.withoutLinears(digest, ComputeType.F32));
        return new SelfTests(KeptFolder.at(directory)).chosen(model.scope(), transformer, profile);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("self-tests"))) {
            return files.toList();
        }
    }
}
