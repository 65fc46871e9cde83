package dev.titorelli.standalone.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * One HTTP request, taken apart.
 *
 * @param method in capitals
 * @param path decoded segments: a subject may have a slash inside one
 * @param query decoded parameters
 * @param body as it came, empty without one
 */
record RegistryCall(String method, List<String> path, Map<String, String> query, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static RegistryCall of(String method, URI uri, String body) {
        List<String> path = Arrays.stream(uri.getRawPath().split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(RegistryCall::decode)
                .toList();
        Map<String, String> query = new HashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            int at = pair.indexOf('=');
            query.put(decode(at < 0 ? pair : pair.substring(0, at)), at < 0 ? "" : decode(pair.substring(at + 1)));
        }
        return new RegistryCall(method, path, query, body);
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(query.get(name));
    }

    /** The schema of the body. */
    Schema schema() {
        JsonNode json = json();
        String type = json.path("schemaType").asText("AVRO");
        if (!"AVRO".equals(type)) {
            throw RegistryFault.invalidSchema("type " + type + ", this registry keeps AVRO");
        }
        if (!json.path("references").isEmpty()) {
            throw RegistryFault.invalidSchema("this registry keeps no references to other schemas");
        }
        return SchemaText.parse(json.path("schema").asText(""), flag("normalize"));
    }

    JsonNode json() {
        return parse(body);
    }

    /** @throws RegistryFault when it is no JSON */
    static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw RegistryFault.badRequest("The body is no JSON: " + e.getOriginalMessage());
        }
    }

    /** Percent-decoding only: a plus is a plus. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
