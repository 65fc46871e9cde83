package dev.titorelli.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Values that fit a schema and nothing else: some known names, so that records meet, and many odd ones. */
final class RandomRecords {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "acme",
            "umbra",
            "r1",
            "r2",
            "r3",
            "image",
            "second",
            "mini",
            "mini.tokens-64",
            "mini.tokens-64.bulk",
            "w1",
            "w2",
            "w1/before",
            "acme/r1",
            "acme/r1/image/0",
            "acme/r2/image/1",
            "acme/r1/image/-1",
            "acme/r1/image/007",
            "inputs/acme/x",
            "inputs/acme/../x",
            "\u0000",
            "\uffff",
            "Zürich \uD83E\uDD84",
            "\uD83E",
            "../..",
            "////",
            "<img><|image_1|></img> a",
            "<|image_99999999999|>",
            "%s%n$",
            "ab".repeat(32),
            "x".repeat(3_000));
    private static final int[] INTS = {
        0, 1, 2, 3, 16, 64, 128, 256, 1000, -1, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    private static final long[] LONGS = {
        0, 1, 2, 5, 1000, 1767225600000L, 1767225700000L, -1, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final double[] DOUBLES = {
        0, 1, 2.5, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300
    };

    private final Random random;

    RandomRecords(Random random) {
        this.random = random;
    }

    <V extends SpecificRecord> V of(Class<V> type) {
        return type.cast(value(SpecificData.get().getSchema(type)));
    }

    private Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> filled(schema);
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case ARRAY -> list(schema.getElementType());
            case MAP -> map(schema.getValueType());
            case ENUM ->
                SpecificData.get()
                        .createEnum(
                                schema.getEnumSymbols()
                                        .get(random.nextInt(
                                                schema.getEnumSymbols().size())),
                                schema);
            case STRING -> text();
            case INT -> INTS[random.nextInt(INTS.length)];
            case LONG -> longValue(schema);
            case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
            case BOOLEAN -> random.nextInt(4) == 0;
            case NULL -> null;
            default -> throw new AssertionError("no record has " + schema);
        };
    }

    private Object longValue(Schema schema) {
        long value = LONGS[random.nextInt(LONGS.length)];
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis ? Instant.ofEpochMilli(value) : value;
    }

    private SpecificRecord filled(Schema schema) {
        SpecificRecord made = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        schema.getFields().forEach(field -> made.put(field.pos(), value(field.schema())));
        return made;
    }

    private List<Object> list(Schema element) {
        List<Object> made = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            made.add(value(element));
        }
        return made;
    }

    private Map<String, Object> map(Schema value) {
        Map<String, Object> made = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            made.put(text(), value(value));
        }
        return made;
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
