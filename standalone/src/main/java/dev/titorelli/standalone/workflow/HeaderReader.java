package dev.titorelli.standalone.workflow;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Lane;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.workflow.YamlValue.Field;
import dev.titorelli.standalone.workflow.YamlValue.Fields;
import dev.titorelli.standalone.workflow.YamlValue.Scalar;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What all stages of a workflow share. */
final class HeaderReader {

    /** The tenant where nobody says one. */
    static final String LOCAL = "local";

    private final Reading reading;
    private final Variables variables;
    private final Wishes wishes;
    private final Instant now;

    HeaderReader(Reading reading, Variables variables, Wishes wishes, Instant now) {
        this.reading = reading;
        this.variables = variables;
        this.wishes = wishes;
        this.now = now;
    }

    /** A request without stages, whose identity is one whatever the file says. */
    GenerationRequest read(MapReading<RequestKey> map) {
        GenerationRequest request = GenerationRequest.newBuilder()
                .setTenant(tenant(map))
                .setRequestId(id(map))
                .setModel(map.text(RequestKey.MODEL))
                .setBatch(map.text(RequestKey.BATCH))
                .setDeadline(map.parsed(
                        RequestKey.DEADLINE,
                        Durations.FORM + ", or a moment such as 2030-01-31T18:00:00Z",
                        text -> Durations.moment(text, now)))
                .build();
        Lane lane = map.parsed(RequestKey.LANE, "interactive or bulk", HeaderReader::lane);
        request.setLane(lane == null ? Lane.INTERACTIVE : lane);
        request.setLabels(labels(map));
        return request;
    }

    private static Optional<Lane> lane(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "interactive" -> Optional.of(Lane.INTERACTIVE);
            case "bulk" -> Optional.of(Lane.BULK);
            default -> Optional.empty();
        };
    }

    private String tenant(MapReading<RequestKey> map) {
        return first(wishes.tenant(), identity(map, RequestKey.TENANT, tenant -> new RequestId(tenant, "any")), LOCAL);
    }

    private String id(MapReading<RequestKey> map) {
        String inFile = identity(map, RequestKey.ID, id -> new RequestId(LOCAL, id));
        return first(wishes.id(), inFile, wishes.otherwise());
    }

    /** What the file says; null when that can't be part of an identity. */
    private static String identity(MapReading<RequestKey> map, RequestKey key, Consumer<String> check) {
        String inFile = map.text(key);
        try {
            if (inFile != null) {
                check.accept(inFile);
            }
            return inFile;
        } catch (IllegalArgumentException e) {
            map.problem(key, map.value(key).orElseThrow().mark(), e.getMessage());
            return null;
        }
    }

    private static String first(String given, String inFile, String otherwise) {
        return given != null ? given : inFile != null ? inFile : otherwise;
    }

    private Map<String, String> labels(MapReading<RequestKey> map) {
        Map<String, String> labels = new LinkedHashMap<>();
        map.value(RequestKey.LABELS).ifPresent(value -> {
            if (value instanceof Fields fields) {
                fields.fields().forEach(field -> label(field, labels));
            } else {
                map.problem(RequestKey.LABELS, value.mark(), "expected name: text, found " + value.shown());
            }
        });
        return labels;
    }

    private void label(Field field, Map<String, String> labels) {
        String words = "labels, " + field.key();
        if (!(field.value() instanceof Scalar scalar && scalar.isText())) {
            String found = field.value().shown();
            reading.problem(field.value().mark(), words + ": expected text; put a number into quotes, found " + found);
            return;
        }
        String text = variables.fill(scalar).map(Scalar::text).orElse("");
        if (labels.put(field.key(), text) != null) {
            reading.problem(field.mark(), words + " is there twice");
        }
    }
}
