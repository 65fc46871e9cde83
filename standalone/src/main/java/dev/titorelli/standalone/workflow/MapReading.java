package dev.titorelli.standalone.workflow;

import dev.titorelli.settings.NearestName;
import dev.titorelli.standalone.workflow.YamlValue.Field;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import dev.titorelli.standalone.workflow.YamlValue.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One mapping, read key by key. What is not there and what is wrong are both null; the latter was told.
 *
 * @param <K> the keys that it may have
 */
final class MapReading<K extends Enum<K> & FieldKey> {

    private final Map<K, YamlValue> values;
    private final Scope scope;
    private final Reading reading;
    private final Variables variables;

    /** Finds keys that are unknown, there twice or without value. */
    MapReading(Fields map, Class<K> keys, Scope scope, Reading reading, Variables variables) {
        this.values = new EnumMap<>(keys);
        this.scope = scope;
        this.reading = reading;
        this.variables = variables;
        List<K> known = Arrays.asList(keys.getEnumConstants());
        map.fields().forEach(field -> known.stream()
                .filter(key -> key.key().equals(field.key()))
                .findFirst()
                .ifPresentOrElse(key -> take(key, field), () -> unknown(field, known)));
    }

    private void unknown(Field field, List<K> known) {
        List<String> keys = known.stream().map(FieldKey::key).toList();
        String what = scope.words().isEmpty() ? "" : scope.words() + ": ";
        reading.problem(
                field.mark(),
                "%sunknown key '%s'; did you mean %s? Known are %s"
                        .formatted(what, field.key(), NearestName.of(field.key(), keys), String.join(", ", keys)));
    }

    private void take(K key, Field field) {
        Scope inner = scope(key);
        if (values.containsKey(key)) {
            Mark first = values.get(key).mark();
            reading.problem(field.mark(), inner.words() + " is there twice: first in line " + first.line());
            return;
        }
        if (!key.field().isEmpty()) {
            reading.marks().put(inner.path(), field.value().mark(), inner.words());
        }
        values.put(key, field.value());
    }

    /** The field that a key sets. */
    Scope scope(K key) {
        return scope.of(key.field(), key.key());
    }

    /** What the file has under the key. */
    Optional<YamlValue> value(K key) {
        return Optional.ofNullable(values.get(key));
    }

    boolean has(K key) {
        return values.containsKey(key);
    }

    /** Any text. */
    String text(K key) {
        return read(key, "text; put a number into quotes", Scalar::isText, Scalar::text);
    }

    /** Text of some form. */
    <V> V parsed(K key, String expected, Function<String, Optional<V>> parse) {
        return read(
                key, expected, scalar -> parse.apply(scalar.text()).isPresent(), scalar -> parse.apply(scalar.text())
                        .orElseThrow());
    }

    Integer count(K key) {
        return parsed(key, "a whole number", text -> whole(text, Integer::valueOf), Scalar::isWhole);
    }

    Long whole(K key) {
        return parsed(key, "a whole number", text -> whole(text, Long::valueOf), Scalar::isWhole);
    }

    Double number(K key) {
        return read(key, "a number", Scalar::isNumber, scalar -> new BigDecimal(scalar.text()).doubleValue());
    }

    Boolean flag(K key) {
        return read(key, "true or false", Scalar::isFlag, scalar -> Boolean.valueOf(scalar.text()));
    }

    Duration duration(K key) {
        return parsed(key, Durations.FORM, Durations::parse);
    }

    private <V> V parsed(K key, String expected, Function<String, Optional<V>> parse, Predicate<Scalar> form) {
        return read(
                key,
                expected,
                scalar -> form.test(scalar) && parse.apply(scalar.text()).isPresent(),
                scalar -> parse.apply(scalar.text()).orElseThrow());
    }

    private <V> V read(K key, String expected, Predicate<Scalar> form, Function<Scalar, V> value) {
        YamlValue found = values.get(key);
        if (found == null) {
            return null;
        }
        Optional<? extends YamlValue> filled =
                found instanceof Scalar scalar ? variables.fill(scalar) : Optional.of(found);
        if (filled.isEmpty()) {
            reading.marks().broken(scope(key).path());
            return null;
        }
        if (filled.get() instanceof Scalar scalar && form.test(scalar)) {
            return value.apply(scalar);
        }
        problem(
                key,
                found.mark(),
                "expected " + expected + ", found " + filled.get().shown());
        return null;
    }

    /** Tells what is wrong with a field. */
    void problem(K key, Mark mark, String message) {
        reading.problem(mark, scope(key).path(), scope(key).words() + ": " + message);
    }

    private static <V> Optional<V> whole(String text, Function<String, V> read) {
        try {
            return Optional.of(read.apply(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
