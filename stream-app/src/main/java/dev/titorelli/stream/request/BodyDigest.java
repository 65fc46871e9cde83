package dev.titorelli.stream.request;

import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.Sha256;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * The digest that tells a repetition of a request from another request under the same identity. It covers every field
 * that differs from its default, in the order of their names, so that neither a map's order nor a field that a later
 * version adds changes it.
 */
public final class BodyDigest {

    private static final Map<Schema, List<Part>> PARTS = new ConcurrentHashMap<>();

    private BodyDigest() {}

    /** SHA-256 in hexadecimal. */
    public static String of(GenerationRequest request) {
        StringBuilder text = new StringBuilder(512);
        append(text, request);
        return Sha256.of(text.toString());
    }

    private static void append(StringBuilder text, Object value) {
        if (value instanceof IndexedRecord nested) {
            appendRecord(text, nested);
        } else if (value instanceof Map<?, ?> map) {
            text.append('{');
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(key.toString(), entry));
            sorted.forEach((key, entry) -> appendNamed(text, key, entry));
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(element -> append(text, element));
            text.append(']');
        } else {
            String plain = String.valueOf(value);
            text.append(plain.length()).append(':').append(plain);
        }
    }

    private static void appendRecord(StringBuilder text, IndexedRecord nested) {
        text.append('(');
        for (Part part : PARTS.computeIfAbsent(nested.getSchema(), BodyDigest::parts)) {
            Object value = nested.get(part.position());
            if (!part.isDefault(value)) {
                appendNamed(text, part.name(), value);
            }
        }
        text.append(')');
    }

    private static void appendNamed(StringBuilder text, String name, Object value) {
        text.append(name.length()).append(':').append(name).append('=');
        append(text, value);
    }

    private static List<Part> parts(Schema schema) {
        return schema.getFields().stream()
                .map(field -> new Part(
                        field.name(),
                        field.pos(),
                        field.hasDefaultValue(),
                        field.hasDefaultValue() ? SpecificData.get().getDefaultValue(field) : null))
                .sorted(Comparator.comparing(Part::name))
                .toList();
    }

    /** A field of a record, with its default looked up once. */
    private record Part(String name, int position, boolean hasDefault, Object byDefault) {

        boolean isDefault(Object value) {
            if (!hasDefault) {
                return false;
            }
            if (value == null || byDefault == null) {
                return value == byDefault;
            }
            if (value instanceof Collection<?> elements && byDefault instanceof Collection<?> none && none.isEmpty()) {
                return elements.isEmpty(); // Without making a text of all of them.
            }
            return value.toString().equals(byDefault.toString());
        }
    }
}
