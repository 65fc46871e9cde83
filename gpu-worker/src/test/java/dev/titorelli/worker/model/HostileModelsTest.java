package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.SafetensorsFile;
import dev.titorelli.worker.conditioning.PromptTokenizer;
import dev.titorelli.worker.conformance.Goldens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mutated model files, the same ones in every run: opened, or refused by the one exception that says why. */
@Timeout(120)
class HostileModelsTest {
    private static final int ROUNDS = Integer.getInteger("titorelli.fuzz.rounds", 300);
    private static final Path CORPUS = Path.of("src/test/resources/hostile");

    /** What a JSON value is replaced by. */
    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "18446744073709551616",
            "1e308",
            "1e-308",
            "0.5",
            "null",
            "true",
            "\"\"",
            "\"F64\"",
            "[]",
            "[0]",
            "[-1, 1]",
            "{}",
            "[[[[]]]]");

    private static final Pattern VALUE =
            Pattern.compile("-?\\d+(\\.\\d+)?(e-?\\d+)?|true|false|null|\"[^\"]{0,60}\"|\\[[^\\[\\]{}]{0,200}\\]");

    @TempDir
    private Path directory;

    @Test
    void opensOrRefusesSafetensors() throws IOException {
        Path file = directory.resolve("file");
        try (Stream<Path> corpus = Files.list(CORPUS)) {
            for (Path header : corpus.sorted().toList()) {
                String json = Files.readString(header);
                Random random = new Random(json.hashCode());
                for (int round = 0; round < ROUNDS; round++) {
                    Files.write(file, safetensors(mutated(json, random), random));
                    assertThat(outcome(() -> SafetensorsFile.open(file)))
                            .as("%s, round %d", header.getFileName(), round)
                            .isIn("opened", "refused");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "omnigen, config.json",
        "omnigen, generation_config.json",
        "omnigen, vae/config.json",
        "gqa-long, config.json",
        "diffusers, transformer/config.json"
    })
    void opensOrRefusesConfigurations(String model, String name) throws IOException {
        copy(Goldens.model(model));
        String json = Files.readString(directory.resolve(name));
        Random random = new Random(json.hashCode());
        for (int round = 0; round < ROUNDS / 3; round++) {
            Files.writeString(directory.resolve(name), mutated(json, random));
            assertThat(outcome(() -> ModelDirectory.read(directory)))
                    .as("round %d", round)
                    .isIn("opened", "refused");
        }
    }

    @Test
    void opensOrRefusesTokenizers() throws IOException {
        Path file = directory.resolve("tokenizer.json");
        String json = Files.readString(Goldens.model("omnigen").resolve("tokenizer.json"));
        Random random = new Random(11);
        for (int round = 0; round < ROUNDS / 6; round++) {
            Files.writeString(file, mutated(json, random));
            assertThat(outcome(() -> PromptTokenizer.open(file).close()))
                    .as("round %d", round)
                    .isIn("opened", "refused");
        }
    }

    private interface Opening {
        void open() throws IOException;
    }

    private static String outcome(Opening opening) {
        try {
            opening.open();
            return "opened";
        } catch (IOException | ModelDirectoryException e) {
            return "refused";
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return e + " at " + e.getStackTrace()[0];
        }
    }

    /** One to three values replaced, or bytes changed, doubled or cut off. */
    private static String mutated(String json, Random random) {
        String text = json;
        for (int change = 0; change <= random.nextInt(3); change++) {
            List<MatchResult> values = VALUE.matcher(text).results().toList();
            int at = random.nextInt(text.length() + 1);
            if (!values.isEmpty() && random.nextInt(4) > 0) {
                MatchResult value = values.get(random.nextInt(values.size()));
                String other = VALUES.get(random.nextInt(VALUES.size()));
                text = text.substring(0, value.start()) + other + text.substring(value.end());
            } else if (random.nextBoolean()) {
                text = text.substring(0, at) + (char) (32 + random.nextInt(96)) + text.substring(at);
            } else {
                text = random.nextBoolean() ? text.substring(0, at) : text + text.substring(at);
            }
        }
        return text;
    }

    /** With a length that now and then lies, and 0 to 64 bytes of tensors. */
    private static byte[] safetensors(String header, Random random) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        long length = random.nextInt(8) == 0 ? random.nextLong() >> random.nextInt(64) : json.length;
        return ByteBuffer.allocate(8 + json.length + 8 * random.nextInt(9))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .array();
    }

    private void copy(Path model) throws IOException {
        try (Stream<Path> files = Files.walk(model)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    Path target = directory.resolve(model.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
