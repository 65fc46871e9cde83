package dev.titorelli.standalone.embedded;

import dev.titorelli.registry.SchemaRegistry.Compatibility;
import java.util.Optional;

/** What the registry remembers: each change, once. */
sealed interface RegistryRecord {

    /**
     * A schema became a version of a subject.
     *
     * @param version counted from 1 within the subject
     * @param id counted from 1 over all subjects; the same schema has the same id everywhere
     * @param schema its JSON as Avro prints it
     */
    record Version(String subject, int version, int id, String schema) implements RegistryRecord {}

    /** A compatibility level was set, of one subject or of all that have none. */
    record Level(Optional<String> subject, Compatibility compatibility) implements RegistryRecord {}
}
