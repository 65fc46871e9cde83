package dev.titorelli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One reading of all sources: what is set, and everything that is wrong with it. */
final class Reading {

    static final String FILE = ".file";

    private static final Map<String, SettingKey> KEYS =
            SettingKeys.all().stream().collect(Collectors.toMap(SettingKey::name, Function.identity()));

    private final List<String> problems = new ArrayList<>();
    private final Map<String, Object> values = new TreeMap<>();

    Reading(Sources sources) {
        Map<String, Given> given = new TreeMap<>();
        sources.written(problems).forEach((name, value) -> add(given, name, value, name));
        Variables.settings(sources.environment())
                .forEach((name, value) -> add(given, name, value, SettingKey.variable(name)));
        sources.flagged().forEach((name, value) -> add(given, name, value, "--" + name));
        given.forEach(this::take);
    }

    /** Values by name, secrets as {@link Secret}, all others as text. */
    Map<String, Object> values() {
        return values;
    }

    List<String> problems() {
        return problems;
    }

    /**
     * A value before it is checked.
     *
     * @param place how the user wrote its name
     * @param fromFile whether it is the name of a file that holds the value
     */
    private record Given(String value, String place, boolean fromFile) {}

    /** A later source wins over an earlier one; a blank value counts as none. */
    private void add(Map<String, Given> given, String name, String value, String place) {
        if (value.isBlank()) {
            return;
        }
        String held = name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
        boolean fromFile = !held.equals(name) && isSecret(held);
        given.put(fromFile ? held : name, new Given(value.strip(), place, fromFile));
    }

    private void take(String name, Given given) {
        if (KEYS.containsKey(name)) {
            takeDeclared(KEYS.get(name), given);
        } else if (KafkaKeys.isPassedThrough(name)) {
            KafkaKeys.refusal(name).ifPresentOrElse(problems::add, () -> put(name, given));
        } else {
            problems.add(given.place() + ": no such setting; did you mean " + nearest(name, given.place()) + "?");
        }
    }

    private void takeDeclared(SettingKey key, Given given) {
        if (key.kind().allows(given.value())) {
            put(key.name(), given);
        } else {
            problems.add(given.place() + " '" + given.value() + "': allowed is "
                    + key.kind().allowed());
        }
    }

    private void put(String name, Given given) {
        if (!isSecret(name)) {
            values.put(name, given.value());
        } else if (!given.fromFile()) {
            values.put(name, new Secret(given.value()));
        } else {
            try {
                values.put(
                        name,
                        new Secret(Files.readString(Path.of(given.value())).strip()));
            } catch (IOException | IllegalArgumentException e) {
                problems.add(given.place() + " " + given.value() + ": can't be read");
            }
        }
    }

    private static boolean isSecret(String name) {
        SettingKey key = KEYS.get(name);
        return key == null
                ? KafkaKeys.isPassedThrough(name) && KafkaKeys.isSecret(name)
                : key.kind() == SettingKind.SECRET;
    }

    private static String nearest(String name, String place) {
        Set<String> known = new HashSet<>(KEYS.keySet());
        String nearest = NearestName.of(name, known);
        if (place.startsWith("--")) {
            return "--" + nearest;
        }
        return place.equals(name) ? nearest : SettingKey.variable(nearest);
    }
}
