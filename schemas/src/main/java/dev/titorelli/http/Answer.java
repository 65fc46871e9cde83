package dev.titorelli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a page answers.
 *
 * @param headers further headers
 */
public record Answer(int status, String mediaType, String body, Map<String, String> headers) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, JsonNode content) {
        return new Answer(status, "application/json", content + "\n", Map.of());
    }

    /** What is wrong, in words for a person. */
    public static Answer problem(int status, String message) {
        return json(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    /** 503: the same question may be answered in a moment. */
    public static Answer askAgain(String message) {
        return problem(503, message).with("Retry-After", "1");
    }

    /** The same with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, mediaType, body, more);
    }
}
