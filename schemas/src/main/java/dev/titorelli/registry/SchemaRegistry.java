package dev.titorelli.registry;

import org.apache.avro.Schema;

/**
 * What we need of a schema registry, in the terms of the Confluent API. Implementations are safe for use by several
 * threads. Every call may throw a {@link SchemaRegistryException}.
 */
public interface SchemaRegistry {

    /**
     * Registers a schema under a subject, or finds it there, and returns its id; {@link SchemaRegistryException.Refused}
     * when it is incompatible with what the subject has.
     */
    int register(String subject, Schema schema);

    /** The id of a schema that is registered under a subject; {@link SchemaRegistryException.NotFound} otherwise. */
    int lookUp(String subject, Schema schema);

    /**
     * The schema of an id; {@link SchemaRegistryException.NotFound} when the registry has none, {@link
     * SchemaRegistryException.NotAvro} when it has one of another kind.
     */
    Schema byId(int id);

    /** The latest version under a subject; {@link SchemaRegistryException.NotFound} when there is none. */
    RegisteredSchema latest(String subject);

    /** Whether a schema may become the next version of a subject under its compatibility. */
    boolean compatible(String subject, Schema schema);

    /** The compatibility that is in force for a subject. */
    Compatibility compatibility(String subject);

    /** Sets the compatibility of one subject. */
    void setCompatibility(String subject, Compatibility compatibility);

    /** One version of a subject. */
    record RegisteredSchema(String subject, int version, int id, Schema schema) {}

    /** Confluent's compatibility levels. */
    enum Compatibility {
        NONE,
        BACKWARD,
        BACKWARD_TRANSITIVE,
        FORWARD,
        FORWARD_TRANSITIVE,
        FULL,
        FULL_TRANSITIVE
    }
}
