package dev.titorelli.settings;

import dev.titorelli.registry.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was set, read once when a program starts. The first source that has a setting wins: flag, environment
 * ({@code TITORELLI_<KEY>}), file, default. Its text form shows no values.
 */
public final class Settings {

    private final Map<String, Object> values;
    private final Path home;

    private Settings(Map<String, Object> values, Path home) {
        this.values = Map.copyOf(values);
        this.home = home;
    }

    /**
     * Reads all sources.
     *
     * @param checks each makes a program's own record of the settings and throws an {@link IllegalArgumentException} when
     *     it can't; run also when other settings are wrong, whose defaults they then see
     * @throws SettingsException listing everything that is wrong: unknown names, values, files, and what the checks say
     */
    public static Settings read(Sources sources, List<Consumer<Settings>> checks) {
        Reading reading = new Reading(sources);
        Settings settings = new Settings(reading.values(), sources.home());
        List<String> problems = new ArrayList<>(reading.problems());
        List<Consumer<Settings>> all = new ArrayList<>(List.of(Settings::registry));
        all.addAll(checks);
        for (Consumer<Settings> check : all) {
            try {
                check.accept(settings);
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    /** A text, or the key's default; empty when it has none. */
    public Optional<String> text(SettingKey key) {
        return Optional.ofNullable((String) values.getOrDefault(key.name(), key.fallback()));
    }

    /** A text that must be there; {@link IllegalArgumentException} when it is not. */
    public String required(SettingKey key) {
        return text(key)
                .orElseThrow(() -> new IllegalArgumentException(key.name() + ": has to be set; " + key.meaning()));
    }

    /** A whole number. */
    public int count(SettingKey key) {
        return Integer.parseInt(required(key));
    }

    /** Whole numbers, in the order in which they were given. */
    public List<Integer> counts(SettingKey key) {
        return words(key).stream().map(Integer::parseInt).toList();
    }

    /** Words that were separated by commas; none when nobody set them. */
    public List<String> words(SettingKey key) {
        return text(key).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    public Duration duration(SettingKey key) {
        return Duration.ofMillis(count(key));
    }

    /** A folder, with the home folder in place of a leading {@code ~}. */
    public Path folder(SettingKey key) {
        String text = required(key);
        return text.equals("~") || text.startsWith("~/")
                ? home.resolve(text.substring(Math.min(2, text.length())))
                : Path.of(text);
    }

    /** Kafka's brokers. */
    public String bootstrapServers() {
        return required(SettingKeys.BOOTSTRAP_SERVERS);
    }

    /** What passes through to Kafka's clients, without {@code kafka.}; secrets as Kafka's own type, which hides them. */
    public Map<String, Object> kafka() {
        Map<String, Object> kafka = new HashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(SettingKeys.KAFKA) && !name.equals(SettingKeys.BOOTSTRAP_SERVERS.name())) {
                kafka.put(
                        name.substring(SettingKeys.KAFKA.length()),
                        value instanceof Secret secret ? secret.forKafka() : value);
            }
        });
        return kafka;
    }

    /**
     * Where objects lie: {@code objects} (a folder with the home folder in place of {@code ~}, or an address of S3) and what is set of
     * {@code objects.*}, under their whole names. Secrets are in the clear: not to be logged.
     */
    public Map<String, String> objects() {
        Map<String, String> objects = new HashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(SettingKeys.OBJECTS_OF_S3)) {
                objects.put(name, value instanceof Secret secret ? secret.value() : (String) value);
            }
        });
        String place = required(SettingKeys.OBJECTS);
        objects.put(
                SettingKeys.OBJECTS.name(),
                place.startsWith("s3:") ? place : folder(SettingKeys.OBJECTS).toString());
        return objects;
    }

    /** How to reach the schema registry; {@link IllegalArgumentException} naming the setting that is wrong. */
    public RegistrySettings registry() {
        Map<String, String> registry = new HashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(SettingKeys.REGISTRY)) {
                String own = name.substring(SettingKeys.REGISTRY.length());
                registry.put(own, value instanceof Secret secret ? secret.value() : (String) value);
            }
        });
        try {
            return RegistrySettings.read(registry);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SettingKeys.REGISTRY + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
