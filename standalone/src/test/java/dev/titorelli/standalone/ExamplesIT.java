package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of {@code examples}, each as its users run it, where this machine has what it needs. */
class ExamplesIT {

    private static final Path EXAMPLES =
            Path.of("..", "examples").toAbsolutePath().normalize();
    private static final String PROMPT = "a large red circle at the top left on a navy background";

    /** Where Debian's packages of Go libraries lie. */
    private static final Path DEBIANS_GO = Path.of("/usr/share/gocode/src/github.com");

    @TempDir
    private static Path data;

    private static LocalSystem system;

    @BeforeAll
    static void start() {
        system = LocalSystem.start(
                LocalSettings.of(data.resolve("system"), Path.of("..", "models", "shapes")), progress -> {});
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void paintsForJava() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        paintsFor("java", List.of(java, "-cp", System.getProperty("java.class.path"), "Submit.java"));
    }

    @Test
    void paintsForNode() throws Exception {
        boolean installed = Files.isDirectory(EXAMPLES.resolve("node/node_modules"));
        skipUnless(installed, "node", "no node_modules: run npm ci in examples/node, with Node 20.19 or newer");

        paintsFor("node", List.of("node", "submit.mjs"));
    }

    @Test
    void paintsForPython() throws Exception {
        String python = Stream.of("python3", "/usr/bin/python3")
                .filter(command -> succeeds(command, "-c", "import avro.schema, confluent_kafka"))
                .findFirst()
                .orElse("");
        skipUnless(!python.isEmpty(), "python", "no python3 with avro and confluent_kafka");

        paintsFor("python", List.of(python, "submit.py"));
    }

    /** Debian has earlier versions of the two libraries, without the number in their paths; what the example calls is the same. */
    @Test
    void paintsForGo() throws Exception {
        boolean there = succeeds("go", "version")
                && Files.isDirectory(DEBIANS_GO.resolve("confluentinc/confluent-kafka-go"))
                && Files.isDirectory(DEBIANS_GO.resolve("linkedin/goavro"))
                && succeeds("pkg-config", "--exists", "rdkafka");
        skipUnless(there, "go", "no go with Debian's packages of confluent-kafka-go, goavro and librdkafka");
        Path libraries = data.resolve("go/src/github.com");
        for (String library : List.of("confluentinc/confluent-kafka-go", "linkedin/goavro")) {
            Files.createDirectories(libraries.resolve(library));
            Files.createSymbolicLink(libraries.resolve(library).resolve("v2"), DEBIANS_GO.resolve(library));
        }

        paintsFor("go", List.of("go", "run", "-tags", "dynamic", "submit.go"));
    }

    private static void paintsFor(String language, List<String> command) throws Exception {
        Path picture = data.resolve(language + ".png");
        Path said = data.resolve(language + ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(command.stream(), Stream.of(PROMPT, picture.toString()))
                                .toList())
                .directory(EXAMPLES.resolve(language).toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("KAFKA", system.bootstrapServers());
        builder.environment().put("REGISTRY", system.registryUrl());
        builder.environment().put("OBJECTS", system.objectsRoot().toString());
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOPATH", data.resolve("go") + ":/usr/share/gocode");
        builder.environment().put("GOCACHE", data.resolve("go-cache").toString());

        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();

        assertThat(ended).as(Files.readString(said)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readAllLines(said)).contains("ACCEPTED", "COMPLETED");
        assertThat(ImageIO.read(picture.toFile())).isNotNull();
    }

    private static void skipUnless(boolean met, String language, String reason) {
        if (!met) {
            System.out.println("skipped: the example in " + language + ": " + reason);
        }
        assumeTrue(met, reason);
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
