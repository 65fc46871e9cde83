package dev.titorelli.standalone.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Reads schemas from JSON and prints them in one form, which is what makes two of them the same. */
final class SchemaText {

    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private SchemaText() {}

    /**
     * The schema of a text from outside.
     *
     * @param normalize whether attributes that Avro does not know count as the same in any order
     * @throws RegistryFault 42201 when it is no Avro schema
     */
    static Schema parse(String text, boolean normalize) {
        try {
            Schema schema = new Schema.Parser().parse(text);
            return normalize ? new Schema.Parser().parse(sorted(schema.toString())) : schema;
        } catch (AvroRuntimeException | JsonProcessingException e) {
            throw RegistryFault.invalidSchema(e.getMessage());
        }
    }

    /** The schema of a text that was accepted earlier. */
    static Schema kept(String text) {
        return new Schema.Parser().setValidateDefaults(false).parse(text);
    }

    private static String sorted(String json) throws JsonProcessingException {
        return SORTED.writeValueAsString(SORTED.readValue(json, Object.class));
    }
}
