package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.standalone.LocalSettings;
import dev.titorelli.standalone.LocalSystem;
import dev.titorelli.worker.checkpoint.RandomAdapter;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters from a folder through catalogue, object store and worker to pictures. */
class AdapterIT {

    private static final Path MODEL = Path.of("..", "models", "shapes");
    private static final List<String> WISHES = List.of("ink", "chalk:0.5", "");

    @TempDir
    private static Path data;

    @TempDir
    private static Path adapters;

    private static LocalSystem system;

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path out;

    @BeforeAll
    static void start() throws IOException {
        RandomAdapter.write(adapters.resolve("ink"), MODEL, 1);
        RandomAdapter.write(adapters.resolve("chalk"), MODEL, 2);
        system = LocalSystem.start(LocalSettings.of(data, MODEL), step -> {});
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    /** Different adapters, none, and levels of step caching at once, each against the model alone. */
    @Test
    void paintsTheSamePicturesInOneBurstAsAlone() throws Exception {
        add("ink");
        add("chalk");
        List<CompletableFuture<Integer>> burst = new ArrayList<>();
        List<RecordingTerminal> terminals = new ArrayList<>();
        for (int i = 0; i < WISHES.size(); i++) {
            RecordingTerminal own = new RecordingTerminal();
            String[] options = submit("burst-" + i, WISHES.get(i), i);
            terminals.add(own);
            burst.add(CompletableFuture.supplyAsync(() -> own.run(options)));
        }
        for (int i = 0; i < WISHES.size(); i++) {
            assertThat(burst.get(i).get()).as(terminals.get(i).err()).isZero();
            assertThat(pixels("burst-" + i + "-image-0.png")).isEqualTo(alone(WISHES.get(i), i));
        }
        assertThat(Files.readString(out.resolve("burst-1-image-0.png"), StandardCharsets.ISO_8859_1))
                .contains("adapter=chalk", "adapterScale=0.5", "stepCaching=1");
    }

    @Test
    void namesTheAdaptersThatThereAreForOneThatThereIsNot() throws Exception {
        add("ink");

        assertThat(terminal.run(submit("unknown", "oil", 0))).isEqualTo(ExitCode.REJECTED.code());

        assertThat(terminal.out() + terminal.err()).contains("UNKNOWN_ADAPTER", "ink");
    }

    @Test
    void listsAndRemovesAdapters() throws Exception {
        add("gone", "ink");
        assertThat(terminal.run("adapter", "list", "--json", "--data", data.toString()))
                .isZero();
        assertThat(terminal.out().lines().filter(line -> line.startsWith("{")).map(AdapterIT::json))
                .filteredOn(adapter -> adapter.get("adapter").asText().equals("gone"))
                .singleElement()
                .satisfies(adapter -> assertThat(data.resolve(
                                "objects/adapters/" + adapter.get("digest").asText()))
                        .isDirectoryContaining("glob:**adapter_config.json*"));

        assertThat(terminal.run("adapter", "remove", "gone", "--data", data.toString()))
                .isZero();
        assertThat(terminal.run("adapter", "remove", "gone", "--data", data.toString()))
                .isEqualTo(ExitCode.NOT_FOUND.code());
    }

    @Test
    void refusesAnotherAdapterUnderAUsedName() throws Exception {
        add("ink");

        assertThat(terminal.run(
                        "adapter",
                        "add",
                        "ink",
                        "--from",
                        adapters.resolve("chalk").toString(),
                        "--checkpoint",
                        MODEL.toString(),
                        "--data",
                        data.toString()))
                .isEqualTo(ExitCode.REJECTED.code());
        assertThat(terminal.err()).contains("choose another name, or remove it first");
    }

    private void add(String name) {
        add(name, name);
    }

    private void add(String name, String folder) {
        String from = adapters.resolve(folder).toString();
        assertThat(terminal.run(
                        "adapter",
                        "add",
                        name,
                        "--from",
                        from,
                        "--checkpoint",
                        MODEL.toString(),
                        "--data",
                        data.toString()))
                .as(terminal.err())
                .isZero();
    }

    private String[] submit(String id, String adapter, int stepCaching) {
        Stream<String> system =
                Stream.of("submit", "--id", id, "--wait", "--out", out.toString(), "--data", data.toString());
        Stream<String> wish = adapter.isEmpty() ? Stream.empty() : Stream.of("--adapter", adapter);
        return Stream.of(system, picture(stepCaching), wish).flatMap(all -> all).toArray(String[]::new);
    }

    private RgbImage alone(String adapter, int stepCaching) throws Exception {
        Path file = out.resolve("alone.png");
        Stream<String> wish = adapter.isEmpty() ? Stream.empty() : Stream.of("--adapter", adapters + "/" + adapter);
        String[] options = Stream.of(
                        Stream.of("generate", "--model", MODEL.toString(), "--out", file.toString()),
                        picture(stepCaching),
                        wish)
                .flatMap(all -> all)
                .toArray(String[]::new);
        assertThat(terminal.run(options)).as(terminal.err()).isZero();
        return pixels("alone.png");
    }

    private static Stream<String> picture(int stepCaching) {
        return Stream.of(
                "--prompt",
                "a red circle on a white background",
                "--size=64x64",
                "--steps=6",
                "--seed=9",
                "--step-caching=" + stepCaching);
    }

    private RgbImage pixels(String name) throws Exception {
        return PictureReader.read(Files.readAllBytes(out.resolve(name)), PixelRules.REFERENCE);
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
