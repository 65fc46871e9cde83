package dev.titorelli.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Keeps what never changes in another registry: the schema of an id, the id of a schema under a subject. What is not
 * there yet is asked for anew each time, and so are latest versions and compatibility. Safe for several threads.
 */
public final class CachingSchemaRegistry implements SchemaRegistry {

    private final SchemaRegistry registry;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();

    public CachingSchemaRegistry(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int register(String subject, Schema schema) {
        Registered key = Registered.of(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        // No computeIfAbsent: it would hold other keys up for as long as the registry takes.
        int id = registry.register(subject, schema);
        ids.put(key, id);
        return id;
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        Registered key = Registered.of(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        int id = registry.lookUp(subject, schema);
        ids.put(key, id);
        return id;
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Schema asked = registry.byId(id);
        schemas.put(id, asked);
        return asked;
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return registry.latest(subject);
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        return registry.compatible(subject, schema);
    }

    @Override
    public Compatibility compatibility(String subject) {
        return registry.compatibility(subject);
    }

    @Override
    public void setCompatibility(String subject, Compatibility compatibility) {
        registry.setCompatibility(subject, compatibility);
    }

    /** Avro's own equality leaves docs and, within parsed schemas, some attributes out; the text has them all. */
    private record Registered(String subject, String schema) {
        static Registered of(String subject, Schema schema) {
            return new Registered(subject, schema.toString());
        }
    }
}
