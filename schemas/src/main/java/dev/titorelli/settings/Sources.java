package dev.titorelli.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where settings come from, the first that has one wins.
 *
 * @param flags settings by name, and under {@code config} the file, where it is not the default one
 * @param environment of the process
 * @param home folder in which {@code .titorelli/titorelli.properties} lies, and that {@code ~} stands for
 */
public record Sources(Map<String, String> flags, Map<String, String> environment, Path home) {

    private static final String CONFIG = "config";

    /** The words that people use for some settings on the command line. */
    private static final Map<String, String> SHORT =
            Map.of("queues", SettingKeys.WORKER_QUEUES.name(), "bootstrap", SettingKeys.BOOTSTRAP_SERVERS.name());

    /**
     * The sources of this process: {@code --config FILE}, {@code --<key> VALUE} or {@code --<key>=VALUE}.
     *
     * @throws SettingsException when arguments do not have this form
     */
    public static Sources ofProcess(List<String> arguments) {
        return new Sources(flags(arguments), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Map<String, String> flags(List<String> arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--") || argument.length() == 2) {
                problems.add("'" + argument + "': expected --<key> VALUE");
                continue;
            }
            int equals = argument.indexOf('=');
            String name = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (equals >= 0) {
                put(flags, name, argument.substring(equals + 1));
            } else if (i + 1 < arguments.size()) {
                put(flags, name, arguments.get(++i));
            } else {
                problems.add(argument + ": expected a value");
            }
        }
        throwIfAny(problems);
        return flags;
    }

    private static void put(Map<String, String> flags, String name, String value) {
        flags.put(SHORT.getOrDefault(name, name), value);
    }

    /** The settings among the flags. */
    Map<String, String> flagged() {
        Map<String, String> settings = new LinkedHashMap<>(flags);
        settings.remove(CONFIG);
        return settings;
    }

    /**
     * What the file says; nothing when nobody named one and there is none in the default place.
     *
     * @param problems told why it can't be read
     */
    Map<String, String> written(List<String> problems) {
        Path file = file();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            if (flags.containsKey(CONFIG)) {
                problems.add("--config " + file + ": no such file");
            }
        } catch (CharacterCodingException e) {
            problems.add(file + ": is not UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            problems.add(file + ": can't be read: " + e.getMessage());
        }
        Map<String, String> written = new TreeMap<>();
        properties.forEach((name, value) -> written.put((String) name, (String) value));
        return written;
    }

    private Path file() {
        String named = flags.get(CONFIG);
        return named != null ? Path.of(named) : home.resolve(".titorelli").resolve("titorelli.properties");
    }

    private static void throwIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
