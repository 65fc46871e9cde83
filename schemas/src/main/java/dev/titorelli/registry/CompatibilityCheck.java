package dev.titorelli.registry;

import dev.titorelli.registry.SchemaRegistry.Compatibility;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Avro's schema resolution rules applied over a subject's versions, as a Confluent registry does. */
public final class CompatibilityCheck {

    private CompatibilityCheck() {}

    /**
     * Why a schema can't follow earlier versions.
     *
     * @param earlier versions in order, oldest first
     * @return empty when it can
     */
    public static Optional<String> violation(Schema next, List<Schema> earlier, Compatibility level) {
        List<Schema> against = isTransitive(level) || earlier.isEmpty()
                ? earlier
                : earlier.subList(earlier.size() - 1, earlier.size());
        return against.stream()
                .flatMap(old -> pairViolation(next, old, level).stream())
                .findFirst();
    }

    private static Optional<String> pairViolation(Schema next, Schema old, Compatibility level) {
        if (isBackward(level)) {
            Optional<String> backward = unreadable(next, old).map(why -> "can't read earlier data: " + why);
            if (backward.isPresent()) {
                return backward;
            }
        }
        return isForward(level)
                ? unreadable(old, next).map(why -> "earlier readers can't read it: " + why)
                : Optional.empty();
    }

    private static Optional<String> unreadable(Schema reader, Schema writer) {
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return pair.getType() == SchemaCompatibilityType.COMPATIBLE
                ? Optional.empty()
                : Optional.of(pair.getResult().getIncompatibilities().toString());
    }

    private static boolean isBackward(Compatibility level) {
        return switch (level) {
            case BACKWARD, BACKWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
            case NONE, FORWARD, FORWARD_TRANSITIVE -> false;
        };
    }

    private static boolean isForward(Compatibility level) {
        return switch (level) {
            case FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
            case NONE, BACKWARD, BACKWARD_TRANSITIVE -> false;
        };
    }

    private static boolean isTransitive(Compatibility level) {
        return switch (level) {
            case BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE, FULL_TRANSITIVE -> true;
            case NONE, BACKWARD, FORWARD, FULL -> false;
        };
    }
}
