package dev.titorelli.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/**
 * A schema of requests with one more text field at its end, as a later version may have: no program knows its id before it has
 * asked the registry.
 */
record LaterSchema(int id) {

    private static final byte EMPTY_TEXT = 0;

    static LaterSchema register(SchemaRegistry registry, String field) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode schema =
                    (ObjectNode) json.readTree(Topics.REQUEST.schema().toString());
            ((ArrayNode) schema.get("fields"))
                    .addObject()
                    .put("name", "later_" + field)
                    .put("type", "string")
                    .put("default", "");
            Schema later = new Schema.Parser().parse(schema.toString());
            return new LaterSchema(registry.register(Topics.REQUEST.subject(Topics.DEFAULT_PREFIX), later));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The record of a request in this version's schema, as one of the later schema. */
    byte[] framed(byte[] record) {
        return ByteBuffer.allocate(record.length + 1)
                .put(record)
                .put(EMPTY_TEXT)
                .putInt(1, id)
                .array();
    }
}
