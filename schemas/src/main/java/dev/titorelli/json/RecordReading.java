package dev.titorelli.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.json.RequestJsonException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One walk over JSON along an Avro schema that makes records and collects problems. What has a problem becomes null, so
 * the result is of use only when there is none.
 */
final class RecordReading {

    private final List<Problem> problems = new ArrayList<>();
    private final boolean reportsUnknownFields;

    /** @param reportsUnknownFields whether a field that the schema does not have is a problem, or left out */
    RecordReading(boolean reportsUnknownFields) {
        this.reportsUnknownFields = reportsUnknownFields;
    }

    List<Problem> problems() {
        return problems;
    }

    Object value(Schema schema, JsonNode json, String path) {
        return switch (schema.getType()) {
            case UNION -> optional(schema, json, path);
            case RECORD -> record(schema, json, path);
            case ARRAY -> list(schema, json, path);
            case MAP -> map(schema, json, path);
            default -> scalar(schema, json, path);
        };
    }

    private Object optional(Schema union, JsonNode json, String path) {
        return json.isNull() ? null : value(OptionalSchema.present(union), json, path);
    }

    private Object record(Schema schema, JsonNode json, String path) {
        if (!json.isObject()) {
            return problem(path, "expected an object, found " + Shown.of(json));
        }
        if (reportsUnknownFields) {
            reportUnknownFields(schema, json, path);
        }
        SpecificRecord made = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Field field : schema.getFields()) {
            Object value = field(schema, field, json.get(field.name()), child(path, field.name()));
            if (value != null) {
                made.put(field.pos(), value);
            }
        }
        return made;
    }

    private Object field(Schema schema, Field field, JsonNode json, String path) {
        // Many writers say null for what they leave out.
        boolean absent = json == null || (json.isNull() && !field.schema().isNullable());
        if (!absent) {
            return value(field.schema(), json, path);
        }
        return field.hasDefaultValue() ? defaultOf(schema, field) : problem(path, "is missing");
    }

    /** A copy: Avro keeps one value for each default, and a record's lists and maps can be changed. */
    private static Object defaultOf(Schema schema, Field field) {
        SpecificData data = SpecificData.getForSchema(schema);
        return data.deepCopy(field.schema(), data.getDefaultValue(field));
    }

    private void reportUnknownFields(Schema schema, JsonNode json, String path) {
        json.fieldNames().forEachRemaining(name -> {
            if (schema.getField(name) == null) {
                String known = schema.getFields().stream().map(Field::name).collect(Collectors.joining(", "));
                problem(child(path, name), "unknown field; known are " + known);
            }
        });
    }

    private Object list(Schema schema, JsonNode json, String path) {
        if (!json.isArray()) {
            return problem(path, "expected a list, found " + Shown.of(json));
        }
        List<Object> made = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            made.add(value(schema.getElementType(), json.get(i), path + "[" + i + "]"));
        }
        return made;
    }

    private Object map(Schema schema, JsonNode json, String path) {
        if (!json.isObject()) {
            return problem(path, "expected an object, found " + Shown.of(json));
        }
        Map<String, Object> made = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            made.put(entry.getKey(), value(schema.getValueType(), entry.getValue(), child(path, entry.getKey())));
        }
        return made;
    }

    private Object scalar(Schema schema, JsonNode json, String path) {
        try {
            return Scalar.read(schema, json);
        } catch (Scalar.Mismatch e) {
            return problem(path, e.getMessage());
        }
    }

    private Object problem(String path, String message) {
        problems.add(new Problem(path, message));
        return null;
    }

    private static String child(String path, String name) {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            return path + "[" + Shown.text(name) + "]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }
}
