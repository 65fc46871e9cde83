package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, run in a folder of its own with a Java and a Maven that only tell how they were called. */
class LauncherTest {

    private static final Path SCRIPT =
            Path.of("..", "titorelli").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path root;
    private Path java;
    private Path mvn;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.resolve("a root"));
        for (String module : List.of("schemas", "stream-app", "gpu-worker", "standalone")) {
            Files.createDirectories(root.resolve(module));
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.copy(SCRIPT, root.resolve("titorelli"));
        executable(root.resolve("titorelli"));
        Files.createDirectory(root.resolve("bin"));
        Files.copy(SCRIPT.resolveSibling("bin/java.sh"), root.resolve("bin/java.sh"));
        java = folder.resolve("java-home/bin/java");
        mvn = folder.resolve("bin/mvn");
        fakeJava("17.0.15");
        fakeMaven(
                """
                echo "Downloading from somewhere: libtorch"
                mkdir -p schemas/target standalone/target
                touch schemas/target/schemas.jar standalone/target/standalone-1.jar
                printf '%s' "$PWD/schemas/target/schemas.jar" >standalone/target/titorelli.classpath""");
    }

    @Test
    void isValidBash() throws Exception {
        Ran ran = run(List.of("bash", "-n", SCRIPT.toString()));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }

    @Test
    void buildsNothingWhereTheLibrariesLieBesideIt() throws Exception {
        Files.createDirectory(root.resolve("lib"));
        Files.delete(mvn);

        Ran ran = launch("demo");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out().split("\n")).containsSubsequence("-cp", root + "/lib/*");
    }

    @Test
    void buildsOnTheFirstStartAndShowsWhatItDownloads() throws Exception {
        Ran ran = launch("demo");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("Downloading from somewhere: libtorch");
        assertThat(ran.out()).doesNotContain("Downloading");
    }

    @Test
    void doesNotBuildAgainWhenNothingChanged() throws Exception {
        launch("demo");

        assertThat(launch("demo").err()).isEmpty();
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        launch("demo");
        Path source = Files.writeString(root.resolve("schemas/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(launch("demo").err()).contains("building");
    }

    @Test
    void buildsAgainWhenALibraryIsGone() throws Exception {
        launch("demo");
        Files.delete(root.resolve("schemas/target/schemas.jar"));

        assertThat(launch("demo").err()).contains("building");
    }

    @Test
    void showsAFailedBuildAndStartsNothing() throws Exception {
        fakeMaven("echo 'COMPILATION ERROR'; exit 1");

        Ran ran = launch("demo");

        assertThat(ran.exitCode()).isEqualTo(6);
        assertThat(ran.err()).contains("COMPILATION ERROR", "titorelli: the build failed");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(mvn);

        Ran ran = launch("demo");

        assertThat(ran.exitCode()).isEqualTo(6);
        assertThat(ran.err()).contains("there is no mvn");
    }

    @Test
    void refusesAnOldJava() throws Exception {
        fakeJava("11.0.2");

        Ran ran = launch("demo");

        assertThat(ran.exitCode()).isEqualTo(6);
        assertThat(ran.err()).contains("is Java 11: 17 or newer is needed");
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        Files.delete(java);

        Ran ran = launch("demo");

        assertThat(ran.exitCode()).isEqualTo(6);
        assertThat(ran.err()).contains("no Java at");
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        Ran ran = launch("submit", "--prompt", "a \"red\" circle  $HOME *", "");

        assertThat(ran.out().split("\n", -1))
                .containsSubsequence(
                        "dev.titorelli.standalone.cli.Titorelli",
                        "submit",
                        "--prompt",
                        "a \"red\" circle  $HOME *",
                        "");
    }

    @Test
    void findsItsRootThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("titorelli"));

        Ran ran = run(List.of(link.toString(), "demo"));

        assertThat(ran.out()).contains("-Dtitorelli.home=" + root);
    }

    @Test
    void allowsNativeAccessWhereJavaAsksForIt() throws Exception {
        assertThat(launch("demo").out()).doesNotContain("--enable-native-access");

        fakeJava("25");

        assertThat(launch("demo").out()).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        launch("demo");
        script(java, "[[ $1 == -version ]] && echo 'openjdk version \"17\"' >&2 && exit 0; exit 42");

        assertThat(launch("demo").exitCode()).isEqualTo(42);
    }

    private Ran launch(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("titorelli").toString()));
        command.addAll(Arrays.asList(args));
        return run(command);
    }

    /** In a folder that is not the root, with nothing on the path but the tools that the script may use. */
    private Ran run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("java-home").toString());
        builder.environment().put("PATH", tools().toString());
        int exitCode = builder.start().waitFor();
        return new Ran(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private Path tools() throws IOException {
        for (String tool : List.of("bash", "readlink", "find", "mkdir", "touch", "flock", "env")) {
            Path found = Path.of("/usr/bin", tool);
            if (Files.exists(found)) {
                script(folder.resolve("bin").resolve(tool), "exec " + found + " \"$@\"");
            }
        }
        return folder.resolve("bin");
    }

    private void fakeJava(String version) throws IOException {
        script(
                java,
                "if [[ $1 == -version ]]; then echo 'openjdk version \"%s\" 2025-01-01' >&2; else printf '%%s\\n' \"$@\"; fi"
                        .formatted(version));
    }

    private void fakeMaven(String body) throws IOException {
        script(mvn, body);
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ran(int exitCode, String out, String err) {}
}
