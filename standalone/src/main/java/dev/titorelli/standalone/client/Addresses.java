package dev.titorelli.standalone.client;

import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.object.ObjectStores;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Where a running system is found, and how its parts are asked. The text form shows no secrets.
 *
 * @param bootstrapServers Kafka, as {@code host:port}, several separated by commas
 * @param kafka further settings of Kafka's clients, such as those of TLS
 * @param registry the schema registry
 * @param objects the object store, as {@link dev.titorelli.worker.object.ObjectStores} reads it
 * @param prefix what all topic names begin with
 * @param streams where stream apps answer queries; none when nobody said it
 */
public record Addresses(
        String bootstrapServers,
        Map<String, Object> kafka,
        RegistrySettings registry,
        Map<String, String> objects,
        String prefix,
        List<URI> streams) {

    public Addresses {
        streams = List.copyOf(streams);
    }

    /** The file in a data folder that tells the addresses while a system runs there. */
    public static final String FILE = "addresses.properties";

    /** Of a system without TLS and passwords, whose objects lie in a folder. */
    public static Addresses of(String bootstrapServers, String registryUrl, Path objects, String prefix) {
        return new Addresses(
                bootstrapServers,
                Map.of(),
                RegistrySettings.of(URI.create(registryUrl)),
                Map.of(ObjectStores.OBJECTS, objects.toString()),
                prefix,
                List.of());
    }

    /** The same with other stream apps to ask. */
    public Addresses withStreams(List<URI> others) {
        return new Addresses(bootstrapServers, kafka, registry, objects, prefix, others);
    }

    /** The same with further settings of Kafka's clients, where it has no others of these names. */
    public Addresses withKafka(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.putAll(kafka);
        return new Addresses(bootstrapServers, all, registry, objects, prefix, streams);
    }

    /** As the settings of the programs say. */
    public static Addresses of(Settings settings) {
        return new Addresses(
                settings.bootstrapServers(),
                settings.kafka(),
                settings.registry(),
                settings.objects(),
                settings.text(SettingKeys.TOPIC_PREFIX).orElse(Topics.DEFAULT_PREFIX),
                settings.words(SettingKeys.STREAM_URL).stream().map(URI::create).toList());
    }

    /**
     * The addresses of the system that runs on a data folder.
     *
     * @throws NotRunningException when nothing does: no file, or one that a process which no longer lives left behind
     */
    public static Addresses read(Path dataDir) throws NotRunningException {
        Path file = dataDir.resolve(FILE);
        Properties written = load(file);
        requireAlive(written, file);
        String stream = written.getProperty("stream.url", "");
        return of(
                        required(written, "bootstrap.servers", file),
                        required(written, "schema.registry.url", file),
                        Path.of(required(written, "objects", file)),
                        written.getProperty("topic.prefix", Topics.DEFAULT_PREFIX))
                .withStreams(stream.isEmpty() ? List.of() : List.of(URI.create(stream)));
    }

    @Override
    public String toString() {
        return "Addresses[" + bootstrapServers + ", " + registry.urls() + ", " + prefix + "]";
    }

    private static Properties load(Path file) throws NotRunningException {
        try (InputStreamReader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            Properties written = new Properties();
            written.load(in);
            return written;
        } catch (NoSuchFileException e) {
            throw new NotRunningException("no " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    private static void requireAlive(Properties written, Path file) throws NotRunningException {
        String pid = required(written, "pid", file);
        if (!pid.matches("[0-9]{1,18}")) {
            throw new NotRunningException(file + " has pid '" + pid + "'", null);
        }
        if (ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty()) {
            throw new NotRunningException(file + " was left behind by process " + pid + ", which has ended", null);
        }
    }

    private static String required(Properties written, String key, Path file) throws NotRunningException {
        String value = written.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new NotRunningException(file + " has no " + key, null);
        }
        return value;
    }
}
