package dev.titorelli.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.GenerationRequest;
import dev.titorelli.json.RequestJsonException.Problem;
import java.util.List;
import java.util.Map;

/**
 * The JSON form of a request: the names of the Avro schema, fields left out take their defaults, enums by name in any
 * case, times as ISO-8601 or as milliseconds since 1970, no tags for optional values.
 */
public final class RequestJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private RequestJson() {}

    /**
     * Reads a request.
     *
     * @throws RequestJsonException with every problem: text that is no JSON (with line and column), unknown fields,
     *     wrong types, numbers out of range, unknown enum names, missing identity or prompt. Whether the values make
     *     sense is not its matter
     */
    public static GenerationRequest read(String json) {
        return read(json, Map.of());
    }

    /**
     * Reads a request that may leave out more.
     *
     * @param otherwise texts for top-level fields that the JSON does not have, such as {@code tenant}
     * @throws RequestJsonException as above
     */
    public static GenerationRequest read(String json, Map<String, String> otherwise) {
        JsonNode root = parse(json);
        if (root instanceof ObjectNode object) {
            otherwise.forEach((field, text) -> {
                if (!object.hasNonNull(field)) {
                    object.put(field, text);
                }
            });
        }
        RecordReading reading = new RecordReading(true);
        Object request = reading.value(GenerationRequest.getClassSchema(), root, "");
        if (!reading.problems().isEmpty()) {
            throw new RequestJsonException(reading.problems());
        }
        return (GenerationRequest) request;
    }

    /** One line of JSON that {@link #read} reads back; fields without value are left out. */
    public static String write(GenerationRequest request) {
        return RecordJson.write(request);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
            String why = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new RequestJsonException(List.of(new Problem("", "no JSON" + where + ": " + why)));
        }
    }
}
