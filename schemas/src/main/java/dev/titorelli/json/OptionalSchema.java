package dev.titorelli.json;

import java.util.List;
import org.apache.avro.Schema;

/** Our unions have one form only: null and one other type. */
final class OptionalSchema {

    private OptionalSchema() {}

    /** The other type. */
    static Schema present(Schema union) {
        List<Schema> present = union.getTypes().stream()
                .filter(s -> s.getType() != Schema.Type.NULL)
                .toList();
        if (present.size() != 1) {
            throw new IllegalArgumentException(
                    "a union of null and one type has a JSON form, this one has none: " + union);
        }
        return present.get(0);
    }
}
