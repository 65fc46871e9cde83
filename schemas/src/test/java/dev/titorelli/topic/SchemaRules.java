package dev.titorelli.topic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/** The rules of our schemas that no compiler checks. */
final class SchemaRules {

    /** Fields that say what a record is about; without them it is about nothing. */
    private static final Set<String> IDENTITY = Set.of(
            "tenant",
            "requestId",
            "jobId",
            "stage",
            "batch",
            "alias",
            "name",
            "queue",
            "workerRun",
            "key",
            "tokens",
            "code",
            "path");

    /** Fields without which there is nothing to do: a prompt, and a size's two sides. */
    private static final Set<String> NEEDED = Set.of("Stage.prompt", "ImageSize.widthPx", "ImageSize.heightPx");

    private final List<String> violations = new ArrayList<>();
    private final Map<String, Schema> named = new LinkedHashMap<>();

    private SchemaRules() {}

    /** What breaks a rule in these schemas and all that they are made of. */
    static List<String> violations(List<Schema> schemas) {
        SchemaRules rules = new SchemaRules();
        schemas.forEach(rules::look);
        return rules.violations;
    }

    private void look(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> lookOnce(schema);
            case ENUM -> lookOnce(schema);
            case ARRAY -> look(schema.getElementType());
            case MAP -> look(schema.getValueType());
            case UNION -> lookAtUnion(schema);
            default -> {}
        }
    }

    private void lookOnce(Schema schema) {
        if (named.putIfAbsent(schema.getFullName(), schema) != null) {
            return;
        }
        require(schema.getDoc() != null, schema.getName() + " has no doc");
        require("dev.titorelli".equals(schema.getNamespace()), schema.getName() + " has another namespace");
        if (schema.getType() == Schema.Type.ENUM) {
            require("UNKNOWN".equals(schema.getEnumDefault()), schema.getName() + " has no default UNKNOWN");
            return;
        }
        schema.getFields().forEach(field -> lookAtField(schema, field));
    }

    private void lookAtField(Schema schema, Field field) {
        String name = schema.getName() + "." + field.name();
        require(field.doc() != null && !field.doc().isBlank(), name + " has no doc");
        require(
                field.hasDefaultValue() || IDENTITY.contains(field.name()) || NEEDED.contains(name),
                name + " has no default and is neither identity nor prompt");
        look(field.schema());
    }

    /** A union that can grow is a union that an earlier reader can't read. */
    private void lookAtUnion(Schema union) {
        List<Schema> types = union.getTypes();
        require(
                types.size() == 2 && types.get(0).getType() == Schema.Type.NULL,
                union + " is more than null or one type");
        types.forEach(this::look);
    }

    private void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }
}
