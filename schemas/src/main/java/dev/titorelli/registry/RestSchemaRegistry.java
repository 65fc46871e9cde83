package dev.titorelli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.titorelli.registry.SchemaRegistryException.NotAvro;
import dev.titorelli.registry.SchemaRegistryException.Unavailable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A registry that speaks Confluent's REST API. Schemas are registered and looked up normalized, so that another order of
 * attributes is no other schema. Nothing is kept: see {@link CachingSchemaRegistry}. Safe for several threads; a call may
 * take (retries + 1) x nodes x the request time-out, and the waits between.
 *
 * <p>API: https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
public final class RestSchemaRegistry implements SchemaRegistry {

    private final RegistryHttp http;

    /** Asks nothing yet: the first call does. */
    public RestSchemaRegistry(RegistrySettings settings) {
        this.http = new RegistryHttp(settings);
    }

    @Override
    public int register(String subject, Schema schema) {
        RegistryAnswer answer = http.post(subjectPath(subject) + "/versions?normalize=true", schemaBody(schema));
        return answer.field("id").asInt();
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return http.post(subjectPath(subject) + "?normalize=true", schemaBody(schema))
                .field("id")
                .asInt();
    }

    @Override
    public Schema byId(int id) {
        return schemaOf(http.get("/schemas/ids/" + id));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        RegistryAnswer answer = http.get(subjectPath(subject) + "/versions/latest");
        int version = answer.field("version").asInt();
        return new RegisteredSchema(subject, version, answer.field("id").asInt(), schemaOf(answer));
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        String versions = "/compatibility" + subjectPath(subject) + "/versions";
        RegistryAnswer answer = http.post(versions, schemaBody(schema));
        if (answer.isForeign()) {
            // A registry without the check against all versions that the level asks for.
            answer = http.post(versions + "/latest", schemaBody(schema));
        }
        return answer.isNotFound() || answer.field("is_compatible").asBoolean();
    }

    @Override
    public Compatibility compatibility(String subject) {
        RegistryAnswer answer = http.get(configPath(subject) + "?defaultToGlobal=true");
        boolean global = answer.isNotFound();
        JsonNode level = (global ? http.get("/config") : answer).field("compatibilityLevel");
        try {
            return Compatibility.valueOf(level.asText());
        } catch (IllegalArgumentException e) {
            throw new Unavailable("subject " + subject + ": unknown compatibility " + level, e);
        }
    }

    @Override
    public void setCompatibility(String subject, Compatibility compatibility) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("compatibility", compatibility.name())
                .toString();
        RegistryAnswer answer = http.put(configPath(subject), body);
        // Confluent's registry answers with the field that it was sent, Apicurio's with the one that it sends.
        answer.field(answer.body().has("compatibilityLevel") ? "compatibilityLevel" : "compatibility");
    }

    private static Schema schemaOf(RegistryAnswer answer) {
        String type = answer.field("schema").isTextual()
                ? answer.body().path("schemaType").asText("AVRO")
                : "unknown";
        if (!"AVRO".equals(type)) {
            throw new NotAvro(answer.asked() + ": a schema of type " + type);
        }
        try {
            // A foreign writer's defaults are never used, so a wrong one does no harm.
            return new Schema.Parser()
                    .setValidateDefaults(false)
                    .parse(answer.field("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new NotAvro(answer.asked() + ": " + e.getMessage());
        }
    }

    private static String schemaBody(Schema schema) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schema", schema.toString())
                .toString();
    }

    private static String subjectPath(String subject) {
        return "/subjects/" + encoded(subject);
    }

    private static String configPath(String subject) {
        return "/config/" + encoded(subject);
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
