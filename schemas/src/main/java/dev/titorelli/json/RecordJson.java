package dev.titorelli.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Any of our records as JSON for people and their tools. */
public final class RecordJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordJson() {}

    /**
     * One line of JSON: the names and the order of the Avro schema, enums by name, times as ISO-8601, bytes as Base64.
     * Fields without value are left out.
     */
    public static String write(SpecificRecord record) {
        return node(record).toString();
    }

    /** The same as a tree, to be made part of another one. */
    public static JsonNode node(SpecificRecord record) {
        return nodeOf(record.getSchema(), record);
    }

    /**
     * Reads a record that {@link #write} or {@link #node} made, of this version or another: fields left out take their
     * defaults, unknown ones are left out.
     *
     * @throws RequestJsonException with every problem
     */
    public static <V extends SpecificRecord> V read(Class<V> type, JsonNode json) {
        RecordReading reading = new RecordReading(false);
        Object record = reading.value(SpecificData.get().getSchema(type), json, "");
        if (!reading.problems().isEmpty()) {
            throw new RequestJsonException(reading.problems());
        }
        return type.cast(record);
    }

    private static JsonNode nodeOf(Schema schema, Object value) {
        return switch (schema.getType()) {
            case UNION -> nodeOf(OptionalSchema.present(schema), value);
            case RECORD -> object((SpecificRecord) value);
            case ARRAY -> list(schema.getElementType(), (List<?>) value);
            case MAP -> map(schema.getValueType(), (Map<?, ?>) value);
            default -> scalar(schema, value);
        };
    }

    private static JsonNode object(SpecificRecord record) {
        ObjectNode object = NODES.objectNode();
        for (Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value != null) {
                object.set(field.name(), nodeOf(field.schema(), value));
            }
        }
        return object;
    }

    private static JsonNode list(Schema element, List<?> values) {
        ArrayNode list = NODES.arrayNode();
        values.forEach(value -> list.add(nodeOf(element, value)));
        return list;
    }

    private static JsonNode map(Schema element, Map<?, ?> values) {
        ObjectNode map = NODES.objectNode();
        values.forEach((key, value) -> map.set(key.toString(), nodeOf(element, value)));
        return map;
    }

    private static JsonNode scalar(Schema schema, Object value) {
        return switch (schema.getType()) {
            case INT -> NODES.numberNode((Integer) value);
            case LONG -> Scalar.isTime(schema) ? NODES.textNode(value.toString()) : NODES.numberNode((Long) value);
            case DOUBLE -> NODES.numberNode((Double) value);
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case STRING, ENUM -> NODES.textNode(value.toString());
            case BYTES -> NODES.binaryNode(bytesOf((ByteBuffer) value));
            default -> throw new IllegalArgumentException("no JSON form of " + schema);
        };
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
