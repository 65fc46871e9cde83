package dev.titorelli.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.registry.SchemaRegistryException.Refused;
import dev.titorelli.registry.SchemaRegistryException.Unavailable;
import java.net.URI;

/**
 * What a registry answered. A 404 counts as the registry's own "not found" only with one of its error codes in the body:
 * a proxy or a wrong path also answers 404, and that must not make dead letters of good records.
 *
 * <p>Codes: https://docs.confluent.io/platform/current/schema-registry/develop/api.html#errors
 */
record RegistryAnswer(URI asked, int status, JsonNode body) {

    static final int NO_LEVEL_OF_ITS_OWN = 40408;
    private static final String WRONG_PLACE = ": is it a schema registry? Look at schema.registry.url";
    private static final int FIRST_NOT_FOUND = 40401;
    private static final int LAST_NOT_FOUND = 40499;
    private static final ObjectMapper JSON = new ObjectMapper();

    static RegistryAnswer of(URI asked, int status, String body) {
        try {
            return new RegistryAnswer(asked, status, JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return new RegistryAnswer(asked, status, MissingNode.getInstance());
        }
    }

    /** Whether another try, or another node, may answer better. */
    boolean isPassing() {
        return status >= 500 || status == 408 || status == 429;
    }

    /** Whether the registry itself says that it lacks what was asked for. */
    boolean isNotFound() {
        return status == 404 && errorCode() >= FIRST_NOT_FOUND && errorCode() <= LAST_NOT_FOUND;
    }

    /** Whether there is nothing of a registry under this path. */
    boolean isForeign() {
        return (status == 404 && !isNotFound()) || status == 405;
    }

    int errorCode() {
        return body.path("error_code").asInt(0);
    }

    /** A field of a good answer; a classified exception for any other. */
    JsonNode field(String name) {
        if (status != 200) {
            throw failure();
        }
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new Unavailable(asked + " answered 200 without '" + name + "'" + WRONG_PLACE, null);
        }
        return value;
    }

    private SchemaRegistryException failure() {
        if (isNotFound()) {
            return new NotFound(toString());
        }
        if (status == 401 || status == 403) {
            return new Refused(toString() + ": change schema.registry.user and schema.registry.password");
        }
        boolean ours = status == 409 || status == 422 || status == 400;
        return ours ? new Refused(toString()) : new Unavailable(toString() + WRONG_PLACE, null);
    }

    @Override
    public String toString() {
        String message = body.path("message").asText("");
        String code = errorCode() == 0 ? "" : " (" + errorCode() + ")";
        return asked + " answered " + status + code + (message.isEmpty() ? "" : ": " + message);
    }
}
