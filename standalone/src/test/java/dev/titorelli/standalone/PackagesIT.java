package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.EventKind;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.parts.ComposeFile;
import dev.titorelli.standalone.parts.EmbeddedParts;
import dev.titorelli.standalone.parts.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives, unpacked and run without Maven, the programs with the variables of {@code docker-compose.yml}. */
class PackagesIT {

    private static final String EMBEDDED =
            "(kafka_|kafka-server|kafka-raft|kafka-metadata|kafka-group|scala-|s3proxy|jetty-|picocli|junit|archunit).*";

    private static final Pattern HEALTH = Pattern.compile("health and metrics at http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private static Path folder;

    private static Packages packages;
    private static Path streamApp;
    private static Path worker;
    private static Path product;

    @BeforeAll
    static void unpack() throws Exception {
        packages = new Packages(folder);
        streamApp = packages.unpack("stream-app");
        worker = packages.unpack("gpu-worker");
        product = packages.unpack("titorelli");
    }

    @Test
    void holdNoEmbeddedPartsInTheStreamApp() throws IOException {
        assertThat(Packages.libraries(streamApp))
                .anyMatch(name -> name.startsWith("rocksdbjni-"))
                .noneMatch(name -> name.matches(EMBEDDED))
                .noneMatch(name -> name.matches("(pytorch|tokenizers|s3-|gpu-worker|standalone).*"));
    }

    @Test
    void holdNoEmbeddedPartsInTheWorker() throws IOException {
        assertThat(Packages.libraries(worker))
                .anyMatch(name -> name.startsWith("pytorch-native-cpu-"))
                .noneMatch(name -> name.matches(EMBEDDED))
                .noneMatch(name -> name.matches("(rocksdbjni|kafka-streams|stream-app|standalone).*"));
    }

    @Test
    void tellTheirVersionWithNothingButJavaOnThePath() throws Exception {
        ProgramProcess titorelli = start(packages.command(product.resolve("titorelli"), "--version"), "version");

        assertThat(titorelli.awaitExit()).as(titorelli.said()).isZero();
        assertThat(titorelli.said()).contains("titorelli " + Packages.version());
    }

    @Test
    void paintWithTheModelThatTheyBring() throws Exception {
        Path picture = folder.resolve("circle.png");

        ProgramProcess titorelli = start(
                packages.command(
                        product.resolve("titorelli"),
                        "generate",
                        "--prompt=a red circle on a white background",
                        "--size=64x64",
                        "--steps=2",
                        "--out=" + picture),
                "generate");

        assertThat(titorelli.awaitExit()).as(titorelli.said()).isZero();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(64);
    }

    @Test
    void serveARequestWithTheVariablesOfTheComposeFile() throws Exception {
        try (Parts parts = EmbeddedParts.start(folder.resolve("parts"))) {
            ProgramProcess setup = program("setup", product.resolve("titorelli"), parts, "setup");
            assertThat(setup.awaitExit()).as(setup.said()).isZero();
            try (ProgramProcess worker = program("gpu-worker", PackagesIT.worker.resolve("bin/gpu-worker"), parts);
                    ProgramProcess stream = program("stream-app", streamApp.resolve("bin/stream-app"), parts);
                    SystemUser user = new SystemUser(parts.bootstrapServers(), parts.registry())) {
                assertThat(ready(streamApp, stream.awaitReady())).isZero();
                assertThat(ready(PackagesIT.worker, worker.awaitReady())).isZero();

                RequestId request = user.send(Requests.of(Requests.circle().build()));

                assertThat(user.awaitEnd(request).getKind()).isEqualTo(EventKind.COMPLETED);
                stream.terminate();
                worker.terminate();
                assertThat(stream.awaitExit()).isEqualTo(143);
                assertThat(ready(streamApp, stream)).isNotZero();
                assertThat(worker.awaitExit()).isEqualTo(143);
            }
        }
    }

    /** A service of the compose file on other addresses. */
    private static ProgramProcess program(String service, Path script, Parts parts, String... arguments)
            throws IOException {
        ProcessBuilder builder = packages.command(script, arguments);
        Map<String, String> environment = builder.environment();
        String options = environment.get("TITORELLI_JAVA_OPTS");
        environment.putAll(ComposeFile.read().environment(service));
        environment.put("TITORELLI_JAVA_OPTS", options);
        environment.put("TITORELLI_KAFKA_BOOTSTRAP_SERVERS", parts.bootstrapServers());
        environment.put("TITORELLI_SCHEMA_REGISTRY_URL", parts.registryUrl());
        environment.put("TITORELLI_OBJECTS", parts.objects().get("objects"));
        environment.put("TITORELLI_HTTP_HOST", "127.0.0.1");
        environment.put("TITORELLI_HTTP_PORT", "0");
        environment.computeIfPresent("TITORELLI_MODEL", (name, inContainer) -> product + inContainer);
        environment.computeIfPresent("TITORELLI_STREAM_STATE_DIR", (name, inContainer) -> folder.resolve("state")
                .toString());
        return start(builder, service);
    }

    /** What the image's health check would end with. */
    private static int ready(Path unpacked, ProgramProcess program) throws Exception {
        Matcher told = HEALTH.matcher(program.said());
        assertThat(told.find()).as(program.said()).isTrue();
        ProcessBuilder asking = packages.command(unpacked.resolve("bin/is-ready"));
        asking.environment().put("TITORELLI_HTTP_PORT", told.group(1));
        return start(asking, "is-ready").awaitExit();
    }

    private static ProgramProcess start(ProcessBuilder builder, String name) throws IOException {
        return ProgramProcess.start(builder, Files.createTempFile(folder, name, ".said"));
    }
}
