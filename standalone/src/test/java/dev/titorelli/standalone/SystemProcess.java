package dev.titorelli.standalone;

import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A whole system in a process of its own, which can be killed. */
final class SystemProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Properties addresses;

    private SystemProcess(Process process, Properties addresses) {
        this.process = process;
        this.addresses = addresses;
    }

    /** The process: starts a system on the first argument with the model of the second and runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        LocalSystem.start(LocalSettings.of(Path.of(args[0]), Path.of(args[1])), progress -> {});
        Thread.currentThread().join();
    }

    /** Returns when the system tells its addresses. */
    static SystemProcess start(Path data, Path model) throws Exception {
        Path told = data.resolve("addresses.properties");
        Files.deleteIfExists(told);
        Process process = java(SystemProcess.class, data.toString(), model.toString());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(told)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new AssertionError("the system's process did not become ready");
            }
        }
        return new SystemProcess(process, load(told));
    }

    /** A Java process with the tests' class path; its output goes to the tests' log. */
    static Process java(Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        File log = Path.of("target", "test-process.log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    String bootstrapServers() {
        return addresses.getProperty("bootstrap.servers");
    }

    SchemaRegistry registry() {
        return new RestSchemaRegistry(RegistrySettings.of(URI.create(addresses.getProperty("schema.registry.url"))));
    }

    /** Ends the process as a power cut would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
