package dev.titorelli.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The schema of a generated class as its .avsc files say it: without what the Java generator adds to each string. */
final class PlainSchema {

    private static final String JAVA_STRING = "avro.java.string";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Made once a class: taking a schema apart costs milliseconds. */
    private static final ClassValue<Schema> SCHEMAS = new ClassValue<>() {
        @Override
        protected Schema computeValue(Class<?> type) {
            return strip(SpecificData.get().getSchema(type));
        }
    };

    private PlainSchema() {}

    static Schema of(Class<? extends SpecificRecord> type) {
        return SCHEMAS.get(type);
    }

    private static Schema strip(Schema generated) {
        try {
            JsonNode json = JSON.readTree(generated.toString());
            json.findParents(JAVA_STRING).forEach(parent -> ((ObjectNode) parent).remove(JAVA_STRING));
            // Parsing turns {"type": "string"} into "string".
            return new Schema.Parser().parse(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a generated schema is JSON", e);
        }
    }
}
