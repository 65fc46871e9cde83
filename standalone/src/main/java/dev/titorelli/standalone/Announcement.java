package dev.titorelli.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The files that tell where a running system is found: addresses for clients on this machine, settings for programs. */
record Announcement(Path addresses, Path settings) {

    /** Which setting of the programs an address is. */
    private static final Map<String, String> SETTINGS = Map.of(
            "bootstrap.servers", "kafka.bootstrap.servers",
            "schema.registry.url", "schema.registry.url",
            "objects", "objects",
            "topic.prefix", "topic.prefix",
            "stream.url", "stream.url");

    static Announcement in(Path directory) {
        return new Announcement(directory.resolve("addresses.properties"), directory.resolve("cluster.properties"));
    }

    /** Readers see all of a file or none. */
    void make(Map<String, String> found, Map<String, String> more) {
        Map<String, String> programs = new TreeMap<>();
        found.forEach((name, value) -> {
            if (SETTINGS.containsKey(name)) {
                programs.put(SETTINGS.get(name), value);
            }
        });
        programs.putAll(more);
        write(settings, programs);
        Map<String, String> alive = new TreeMap<>(found);
        alive.put("pid", Long.toString(ProcessHandle.current().pid()));
        write(addresses, alive);
    }

    /** Takes back what this process, or a killed one, has told: it would send clients to ports that nobody listens on. */
    void withdraw() throws IOException {
        Files.deleteIfExists(addresses);
        Files.deleteIfExists(settings);
    }

    private static void write(Path file, Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                properties.store(writer, null);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
