package dev.titorelli.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Apicurio Registry, from its published archive, as a process of its own that keeps everything in memory. */
final class Apicurio implements AutoCloseable {

    private static final Path UNPACKED = Path.of("target", "apicurio");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final String url;

    private Apicurio(Process process, int port) {
        this.process = process;
        this.url = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** Starts it and returns when it answers; its management port is kept off other addresses too. */
    static Apicurio start(Path said) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-jar",
                runner().toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Apicurio started = new Apicurio(process, port);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!started.answers()) {
            if (process.waitFor(200, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                started.close();
                throw new AssertionError("Apicurio does not answer: " + Files.readString(said));
            }
        }
        return started;
    }

    /** The base address of its Confluent API. */
    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private boolean answers() throws InterruptedException {
        try {
            return CLIENT.send(
                                    HttpRequest.newBuilder(URI.create(url + "/subjects"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** It does not tell which port it was given, so it is told one. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path runner() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(UNPACKED, "*-runner.jar")) {
            return found.iterator().next().toAbsolutePath();
        }
    }
}
