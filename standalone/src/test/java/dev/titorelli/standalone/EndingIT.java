package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.standalone.cli.Titorelli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command that is told to end while the model computes. */
class EndingIT {

    @TempDir
    private Path folder;

    /** @param sign what it has said, or which library it has loaded, when it is told */
    @ParameterizedTest
    @CsvSource({
        "generate, Opened",
        "generate, prefill",
        "generate, The first of",
        "bench, libtorch_cpu.so",
        "conformance, libtorch_cpu.so"
    })
    void leavesNothingBehind(String command, String sign) throws Exception {
        try (ProgramProcess running =
                ProgramProcess.start(Titorelli.class, folder.resolve("said"), arguments(command))) {
            running.await(() -> running.said().contains(sign) || running.hasLoaded(sign));

            running.terminate();

            assertThat(running.awaitExit()).isEqualTo(143);

            assertThat(running.said()).doesNotContain("SIGSEGV", "SIGABRT", "fatal error", "Exception");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()).toList()).isSubsetOf("said", "said.log");
        }
    }

    private List<String> arguments(String command) throws IOException {
        String model = Path.of("..", "models", "shapes").toString();
        String file = folder.resolve("picture.png").toString();
        return switch (command) {
            case "bench" -> List.of("bench", "model", "--model", model, "--size", "256x256", "--steps", "50");
            case "conformance" ->
                List.of("conformance", "--root", "../gpu-worker/src/test/resources/goldens", "--json", file);
            default -> {
                List<String> wish = List.of("--prompt", "a red circle", "--size", "256x256", "--steps", "200");
                yield Stream.concat(Stream.of(command, "--model", model, "--out", file), wish.stream())
                        .toList();
            }
        };
    }
}
