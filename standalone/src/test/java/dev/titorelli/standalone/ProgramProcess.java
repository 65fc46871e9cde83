package dev.titorelli.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program in a process of its own, whose messages go to a file. */
public final class ProgramProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path said;

    private ProgramProcess(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    public static ProgramProcess start(Class<?> main, Path said, List<String> arguments) throws IOException {
        return start(List.of(), main, said, arguments);
    }

    /** @param jvm further options of the JVM, such as properties */
    static ProgramProcess start(List<String> jvm, Class<?> main, Path said, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dtitorelli.log=" + said + ".log",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(jvm);
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // What the machine's own variables say is no part of the test.
        builder.environment().keySet().removeIf(name -> name.startsWith("TITORELLI_"));
        return start(builder, said);
    }

    static ProgramProcess start(ProcessBuilder builder, Path said) throws IOException {
        return new ProgramProcess(
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start(), said);
    }

    public ProgramProcess awaitReady() throws Exception {
        await(() -> said().contains(": ready"));
        return this;
    }

    /** Waits until something is so; fails when the process ends before. */
    void await(Callable<Boolean> sign) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!sign.call()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                throw new AssertionError("not ready: " + said());
            }
        }
    }

    /** Whether a native library is in its memory; false where the system does not say. */
    boolean hasLoaded(String library) throws IOException {
        Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
        return Files.isReadable(maps) && Files.readString(maps).contains(library);
    }

    public String said() throws IOException {
        return Files.readString(said);
    }

    /** Where its HTTP server answers. */
    URI url() throws IOException {
        return URI.create(said().replaceAll("(?s).*health and metrics at (\\S+).*", "$1"));
    }

    /** What its HTTP server answers. */
    public HttpResponse<String> ask(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url() + path)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks again and again until the answer is the one that is awaited; fails when the server is gone before. */
    public HttpResponse<String> askUntil(String path, Predicate<HttpResponse<String>> awaited) {
        HttpResponse<String> answer = ask(path);
        while (!awaited.test(answer)) {
            answer = ask(path);
        }
        return answer;
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Ends the process as a power cut would. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGSTOP: it stands still, and does not know. */
    public void freeze() throws Exception {
        signal("STOP");
    }

    /** SIGCONT: it goes on where it stood. */
    public void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill -" + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
