package dev.titorelli.standalone;

import dev.titorelli.standalone.parts.ComposeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The archives that the build makes, and how they are started: with Java alone on the path and a home of their own. */
final class Packages {

    private static final Pattern VERSION = Pattern.compile("<artifactId>titorelli</artifactId>\\s*<version>([^<]+)<");

    private final Path folder;

    /** @param folder where archives are unpacked and programs have their home */
    Packages(Path folder) {
        this.folder = folder;
    }

    /** The version that the build's files are named after. */
    static String version() {
        try {
            Matcher found = VERSION.matcher(Files.readString(ComposeFile.ROOT.resolve("pom.xml")));
            if (!found.find()) {
                throw new AssertionError("no version in pom.xml");
            }
            return found.group(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The archives by what they hold, relative to the root. */
    static Map<String, String> archives() {
        Map<String, String> archives = new TreeMap<>();
        archives.put("stream-app", "stream-app/target/stream-app-" + version() + ".tar.gz");
        archives.put("gpu-worker", "gpu-worker/target/gpu-worker-" + version() + ".tar.gz");
        archives.put("titorelli", "standalone/target/titorelli-" + version() + ".tar.gz");
        return archives;
    }

    /** Unpacks an archive; returns its folder. */
    Path unpack(String name) throws Exception {
        Path archive = ComposeFile.ROOT.resolve(archives().get(name));
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new AssertionError("can't unpack " + archive);
        }
        return folder.resolve(name + "-" + version());
    }

    static List<String> libraries(Path unpacked) throws IOException {
        try (Stream<Path> files = Files.list(unpacked.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A script of an archive, which finds nothing on its path but Java. */
    ProcessBuilder command(Path script, String... arguments) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of("/bin/bash", script.toString()), Stream.of(arguments))
                        .toList());
        builder.directory(home.toFile()).environment().clear();
        builder.environment().put("PATH", System.getProperty("java.home") + "/bin");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TITORELLI_JAVA_OPTS", "-Xmx400m -XX:TieredStopAtLevel=1 -Duser.home=" + home);
        // What the tests have unpacked already.
        builder.environment()
                .put(
                        "DJL_CACHE_DIR",
                        Path.of(System.getProperty("user.home"), ".djl.ai").toString());
        return builder;
    }
}
