package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * A JSON file of a model directory. Collects every problem instead of stopping at the first; readers return 0 or empty
 * then.
 */
public final class ConfigFile {
    private final String name;
    private final JsonNode json;
    private final List<String> problems;

    private ConfigFile(String name, JsonNode json, List<String> problems) {
        this.name = name;
        this.json = json;
        this.problems = problems;
    }

    /** Reads {@code directory/name}. */
    public static ConfigFile read(Path directory, String name) {
        List<String> problems = new ArrayList<>();
        JsonNode json = JsonNodeFactory.instance.objectNode();
        Path file = directory.resolve(name);
        try {
            if (Files.isRegularFile(file)) {
                json = new ObjectMapper().readTree(file.toFile());
            } else {
                problems.add(name + ": the file is missing");
            }
        } catch (IOException e) {
            problems.add(name + ": not JSON (" + e.getMessage() + ")");
        }
        return new ConfigFile(name, json, problems);
    }

    /** An optional file that is not there: every key is absent. */
    public static ConfigFile empty(String name) {
        return new ConfigFile(name, JsonNodeFactory.instance.objectNode(), new ArrayList<>());
    }

    /** What was wrong so far, each with the file's name. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    void problem(String message) {
        problems.add(name + ": " + message);
    }

    /** Whether the key is there with a value other than null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** The object under the key; its problems are this file's. */
    ConfigFile inner(String key) {
        return new ConfigFile(name + ", " + key, json.path(key), problems);
    }

    int count(String key) {
        JsonNode value = find(key, "an integer above 0", ConfigFile::isCount);
        return value.asInt(0);
    }

    /** An integer above 0. */
    public int count(String key, int whenAbsent) {
        return has(key) ? count(key) : whenAbsent;
    }

    double number(String key) {
        return find(key, "a number", ConfigFile::isFinite).asDouble(0);
    }

    /** A finite number. */
    public double number(String key, double whenAbsent) {
        return has(key) ? number(key) : whenAbsent;
    }

    /** True or false. */
    public boolean truth(String key, boolean whenAbsent) {
        return has(key) ? find(key, "true or false", JsonNode::isBoolean).asBoolean() : whenAbsent;
    }

    /** A text. */
    public String text(String key, String whenAbsent) {
        return has(key) ? find(key, "a text", JsonNode::isTextual).asText() : whenAbsent;
    }

    double positive(String key) {
        return find(key, "a number above 0", ConfigFile::isPositive).asDouble(0);
    }

    List<Integer> counts(String key) {
        List<Integer> values = new ArrayList<>();
        find(key, "a list of integers above 0", list -> isListOf(list, ConfigFile::isCount))
                .forEach(node -> values.add(node.asInt()));
        return values;
    }

    List<Double> positives(String key) {
        List<Double> values = new ArrayList<>();
        find(key, "a list of numbers above 0", list -> isListOf(list, ConfigFile::isPositive))
                .forEach(node -> values.add(node.asDouble()));
        return values;
    }

    /** A value that is not among those, or missing, is a problem. */
    public void requireOneOf(String key, String... allowed) {
        String found = json.path(key).asText("nothing");
        if (!Set.of(allowed).contains(found)) {
            problem("%s is %s; supported: %s".formatted(key, found, String.join(", ", allowed)));
        }
    }

    void requireIfPresent(String key, Object expected) {
        if (has(key) && !json.path(key).asText().equals(expected.toString())) {
            problem("%s is %s; supported: %s".formatted(key, json.path(key).asText(), expected));
        }
    }

    void requireEach(String key, String expected) {
        json.path(key).forEach(value -> {
            if (!value.asText().equals(expected)) {
                problem("%s has %s; supported: %s".formatted(key, value, expected));
            }
        });
    }

    /** The names of what the file says. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        json.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    List<String> texts(String key) {
        List<String> values = new ArrayList<>();
        find(key, "a list of texts", list -> isListOf(list, JsonNode::isTextual))
                .forEach(node -> values.add(node.asText()));
        return values;
    }

    /** That an option is not there, null, false or empty. */
    void requireUnset(String key) {
        JsonNode value = json.path(key);
        boolean unset = value.isContainerNode() ? value.isEmpty() : value.isBoolean() && !value.booleanValue();
        if (has(key) && !unset) {
            problem("%s is %s; supported: nothing".formatted(key, value));
        }
    }

    void requireAbsent(String key) {
        if (has(key)) {
            problem("%s is not supported".formatted(key));
        }
    }

    private static boolean isCount(JsonNode node) {
        return node.isInt() && node.intValue() > 0;
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue());
    }

    private static boolean isPositive(JsonNode node) {
        return isFinite(node) && node.doubleValue() > 0;
    }

    private static boolean isListOf(JsonNode list, Predicate<JsonNode> rule) {
        return list.isArray() && StreamSupport.stream(list.spliterator(), false).allMatch(rule);
    }

    private JsonNode find(String key, String expected, Predicate<JsonNode> rule) {
        JsonNode value = json.path(key);
        if (!rule.test(value)) {
            problem("%s is %s; expected %s".formatted(key, value.isMissingNode() ? "missing" : value, expected));
            return JsonNodeFactory.instance.missingNode();
        }
        return value;
    }
}
