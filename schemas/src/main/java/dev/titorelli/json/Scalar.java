package dev.titorelli.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** JSON to an Avro value that has no parts. */
final class Scalar {

    private Scalar() {}

    /** The JSON is not of the schema's type; the message says what is expected and what was found. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String expected, JsonNode found) {
            super("expected " + expected + ", found " + Shown.of(found));
        }
    }

    static Object read(Schema schema, JsonNode json) throws Mismatch {
        return switch (schema.getType()) {
            case STRING -> string(json);
            case INT -> Math.toIntExact(integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> isTime(schema) ? time(json) : (Object) integer(json, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> number(json);
            case BOOLEAN -> bool(json);
            case ENUM -> symbol(schema, json);
            case BYTES -> bytes(json);
            default -> throw new IllegalArgumentException("no JSON form of " + schema);
        };
    }

    static boolean isTime(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
    }

    private static String string(JsonNode json) throws Mismatch {
        if (!json.isTextual()) {
            throw new Mismatch("a text", json);
        }
        return json.textValue();
    }

    private static long integer(JsonNode json, long least, long most) throws Mismatch {
        if (!json.isIntegralNumber()) {
            throw new Mismatch("an integer", json);
        }
        BigInteger value = json.bigIntegerValue();
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new Mismatch("an integer from " + least + " to " + most, json);
        }
        return value.longValue();
    }

    private static double number(JsonNode json) throws Mismatch {
        if (!json.isNumber()) {
            throw new Mismatch("a number", json);
        }
        double value = json.doubleValue();
        if (!Double.isFinite(value)) {
            throw new Mismatch("a number of double precision", json);
        }
        return value;
    }

    private static boolean bool(JsonNode json) throws Mismatch {
        if (!json.isBoolean()) {
            throw new Mismatch("true or false", json);
        }
        return json.booleanValue();
    }

    /** The enum's default is what a reader of an older schema sees; nobody may say it. */
    private static Object symbol(Schema schema, JsonNode json) throws Mismatch {
        String given = json.asText().toUpperCase(Locale.ROOT);
        var allowed = schema.getEnumSymbols().stream()
                .filter(symbol -> !symbol.equals(schema.getEnumDefault()))
                .toList();
        Optional<String> found = allowed.stream()
                .filter(symbol ->
                        json.isTextual() && symbol.toUpperCase(Locale.ROOT).equals(given))
                .findFirst();
        if (found.isEmpty()) {
            throw new Mismatch("one of " + String.join(", ", allowed), json);
        }
        return SpecificData.get().createEnum(found.get(), schema);
    }

    private static Instant time(JsonNode json) throws Mismatch {
        String expected = "a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970";
        try {
            if (json.isTextual()) {
                return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(json.textValue(), Instant::from);
            }
        } catch (DateTimeException e) {
            throw new Mismatch(expected, json);
        }
        if (!json.isIntegralNumber() || !json.canConvertToLong()) {
            throw new Mismatch(expected, json);
        }
        return Instant.ofEpochMilli(json.longValue());
    }

    private static ByteBuffer bytes(JsonNode json) throws Mismatch {
        try {
            if (json.isTextual()) {
                return ByteBuffer.wrap(json.binaryValue());
            }
        } catch (IOException e) {
            throw new Mismatch("bytes in Base64", json);
        }
        throw new Mismatch("bytes in Base64", json);
    }
}
