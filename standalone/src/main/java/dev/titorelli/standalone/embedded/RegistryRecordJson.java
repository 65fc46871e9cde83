package dev.titorelli.standalone.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import java.util.Optional;

/** The records of the {@code _schemas} topic, in the JSON that Confluent's registry keeps there. */
final class RegistryRecordJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RegistryRecordJson() {}

    static String key(RegistryRecord record) {
        ObjectNode key = JSON.createObjectNode();
        if (record instanceof RegistryRecord.Version version) {
            key.put("keytype", "SCHEMA").put("subject", version.subject()).put("version", version.version());
            return key.put("magic", 1).toString();
        }
        RegistryRecord.Level level = (RegistryRecord.Level) record;
        return key.put("keytype", "CONFIG")
                .put("subject", level.subject().orElse(null))
                .put("magic", 0)
                .toString();
    }

    static String value(RegistryRecord record) {
        ObjectNode value = JSON.createObjectNode();
        if (record instanceof RegistryRecord.Version version) {
            return value.put("subject", version.subject())
                    .put("version", version.version())
                    .put("id", version.id())
                    .put("schema", version.schema())
                    .put("deleted", false)
                    .toString();
        }
        RegistryRecord.Level level = (RegistryRecord.Level) record;
        return value.put("compatibilityLevel", level.compatibility().name()).toString();
    }

    /** Empty for kinds that this registry does not write, and for tombstones. */
    static Optional<RegistryRecord> parse(String keyText, String valueText) {
        if (keyText == null || valueText == null) {
            return Optional.empty();
        }
        try {
            JsonNode key = JSON.readTree(keyText);
            JsonNode value = JSON.readTree(valueText);
            return switch (key.path("keytype").asText()) {
                case "SCHEMA" -> Optional.of(version(value));
                case "CONFIG" -> Optional.of(level(key, value));
                default -> Optional.empty();
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of the schemas topic is no JSON: " + keyText, e);
        }
    }

    private static RegistryRecord version(JsonNode value) {
        return new RegistryRecord.Version(
                value.path("subject").asText(),
                value.path("version").asInt(),
                value.path("id").asInt(),
                value.path("schema").asText());
    }

    private static RegistryRecord level(JsonNode key, JsonNode value) {
        return new RegistryRecord.Level(
                Optional.ofNullable(key.path("subject").textValue()),
                Compatibility.valueOf(value.path("compatibilityLevel").asText()));
    }
}
