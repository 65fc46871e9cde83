package dev.titorelli.registry;

import dev.titorelli.registry.SchemaRegistryException.NotAvro;
import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.registry.SchemaRegistryException.Refused;
import dev.titorelli.registry.SchemaRegistryException.Unavailable;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A registry asked by Confluent's own client, without that client's caches: {@link CachingSchemaRegistry} keeps what never changes,
 * and only that. Safe for several threads.
 *
 * <p>Source: https://github.com/confluentinc/schema-registry/tree/v8.3.1/client
 */
final class ConfluentSchemaRegistry implements SchemaRegistry {

    private static final String AVRO = "AVRO";
    private static final int FIRST_NOT_FOUND = 40401;
    private static final int LAST_NOT_FOUND = 40499;
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 409, 422);

    private final RestService rest;

    ConfluentSchemaRegistry(RestService rest) {
        this.rest = rest;
    }

    @Override
    public int register(String subject, Schema schema) {
        return answer(() -> rest.registerSchema(request(schema), subject, true).getId());
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return answer(() ->
                rest.lookUpSubjectVersion(request(schema), subject, true, false).getId());
    }

    @Override
    public Schema byId(int id) {
        SchemaString found = answer(() -> rest.getId(id));
        return parse("schema id " + id, found.getSchemaType(), found.getSchemaString());
    }

    @Override
    public RegisteredSchema latest(String subject) {
        var latest = answer(() -> rest.getLatestVersion(subject));
        Schema schema = parse("subject " + subject, latest.getSchemaType(), latest.getSchema());
        return new RegisteredSchema(subject, latest.getVersion(), latest.getId(), schema);
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        try {
            return answer(() -> rest.testCompatibility(request(schema), subject, null, false, false)
                    .isEmpty());
        } catch (NotFound nothingYet) {
            return true;
        }
    }

    @Override
    public Compatibility compatibility(String subject) {
        String level = level(subject);
        try {
            return Compatibility.valueOf(level);
        } catch (IllegalArgumentException e) {
            throw new Unavailable("subject " + subject + ": unknown compatibility " + level, e);
        }
    }

    @Override
    public void setCompatibility(String subject, Compatibility compatibility) {
        answer(() -> rest.updateCompatibility(compatibility.name(), subject));
    }

    private String level(String subject) {
        try {
            return answer(() -> rest.getConfig(subject, true)).getCompatibilityLevel();
        } catch (NotFound noneOfItsOwn) {
            return answer(() -> rest.getConfig(null)).getCompatibilityLevel();
        }
    }

    private static RegisterSchemaRequest request(Schema schema) {
        RegisterSchemaRequest request = new RegisterSchemaRequest();
        request.setSchema(schema.toString());
        return request;
    }

    private static Schema parse(String asked, String type, String text) {
        if (type != null && !AVRO.equals(type)) {
            throw new NotAvro(asked + ": a schema of type " + type);
        }
        try {
            return new Schema.Parser().setValidateDefaults(false).parse(text);
        } catch (AvroRuntimeException e) {
            throw new NotAvro(asked + ": " + e.getMessage());
        }
    }

    private static <T> T answer(Call<T> call) {
        try {
            return call.run();
        } catch (RestClientException e) {
            throw classified(e);
        } catch (IOException e) {
            throw new Unavailable("schema registry: " + e, e);
        }
    }

    /** As {@link RegistryAnswer} does: only the registry's own codes say that something is not there. */
    private static SchemaRegistryException classified(RestClientException e) {
        if (e.getErrorCode() >= FIRST_NOT_FOUND && e.getErrorCode() <= LAST_NOT_FOUND) {
            return new NotFound(e.getMessage());
        }
        return REFUSALS.contains(e.getStatus()) ? new Refused(e.getMessage()) : new Unavailable(e.getMessage(), e);
    }

    private interface Call<T> {
        T run() throws IOException, RestClientException;
    }
}
