package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kept data directories hold is found by this topology; see CONTRIBUTING, "Change the state". */
class DataDirectoryNamesTest {

    private static final Path KEPT = Path.of("src", "test", "resources", "data");

    @TempDir
    private Path stateDir;

    static List<Path> descriptions() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void findsEveryNodeStoreAndTopicAsItWas(Path description) throws IOException {
        assertThat(KeptNames.read(description).lostIn(present()))
                .as("names of %s that are not as they were: what lies under them would be lost", description)
                .isEmpty();
    }

    @Test
    void namesTheStoreThatIsGone() throws IOException {
        assertThat(present().lostIn(present().with("store", "requests", null)))
                .containsExactly("store requests, key-value store, persistent, of sub-topology 2, is gone");
    }

    @Test
    void namesTheStoreThatChangedItsType() throws IOException {
        String other = "timestamped key-value store, persistent, of sub-topology 2";

        assertThat(present().lostIn(present().with("store", "undecoded", other)))
                .containsExactly("store undecoded, key-value store, persistent, of sub-topology 2, is now " + other);
    }

    @Test
    void namesTheTopicThatMovedToAnotherPart() throws IOException {
        String moved = "read of sub-topology 3";

        assertThat(present().lostIn(present().with("topic", "titorelli.outcome.v1", moved)))
                .containsExactly("topic titorelli.outcome.v1, read of sub-topology 2, is now " + moved);
    }

    @Test
    void doesNotMindATopicThatWasOnlyWrittenAndIsRead() throws IOException {
        KeptNames written = present().with("topic", "titorelli.batch.v1", "written of sub-topology 2");

        assertThat(written.lostIn(present())).isEmpty();
        assertThat(present().lostIn(written))
                .containsExactly("topic titorelli.batch.v1, read of sub-topology 4, is now written of sub-topology 2");
    }

    @Test
    void doesNotMindWhatIsNew() throws IOException {
        assertThat(present().lostIn(present().with("store", "another", "key-value store")))
                .isEmpty();
    }

    private KeptNames present() throws IOException {
        Path folder = Files.createTempDirectory(stateDir, "rig");
        try (Rig rig = Rig.withModel(folder)) {
            return KeptNames.of(rig, KeptNames.defaultApplicationId(folder));
        }
    }
}
