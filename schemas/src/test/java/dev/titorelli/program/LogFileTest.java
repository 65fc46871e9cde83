package dev.titorelli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    private Path folder;

    @Test
    void canBeMadeInAFolderThatWillBeMade() {
        assertThat(LogFile.canBeMade(folder.resolve("a/b/titorelli.log"))).isTrue();
    }

    @Test
    void canNotBeMadeBelowAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(LogFile.canBeMade(file.resolve("titorelli.log"))).isFalse();
    }

    @Test
    void givesEachOfSeveralProgramsAFileOfItsOwn() {
        Path wished = folder.resolve("logs/worker.log");

        assertThat(LogFile.unshared(wished)).isEqualTo(wished);
        assertThat(LogFile.unshared(wished)).isEqualTo(folder.resolve("logs/worker-2.log"));
        assertThat(LogFile.unshared(folder.resolve("logs/stream.log"))).isEqualTo(folder.resolve("logs/stream.log"));
    }
}
