package dev.titorelli.registry;

import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.registry.SchemaRegistryException.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry that lives and dies with the process; for unit tests and as the state behind the embedded server. */
public final class InMemorySchemaRegistry implements SchemaRegistry {

    private final Map<Schema, Integer> ids = new HashMap<>();
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<String, List<Integer>> versions = new HashMap<>();
    private final Map<String, Compatibility> levels = new HashMap<>();

    @Override
    public synchronized int register(String subject, Schema schema) {
        List<Integer> known = versions.getOrDefault(subject, List.of());
        Integer id = ids.get(schema);
        if (id != null && known.contains(id)) {
            return id;
        }
        CompatibilityCheck.violation(schema, schemasOf(known), compatibility(subject))
                .ifPresent(why -> {
                    throw new Refused("subject " + subject + ": " + why);
                });
        int registered = id != null ? id : ids.size() + 1;
        ids.put(schema, registered);
        schemas.put(registered, schema);
        versions.computeIfAbsent(subject, s -> new ArrayList<>()).add(registered);
        return registered;
    }

    @Override
    public synchronized int lookUp(String subject, Schema schema) {
        Integer id = ids.get(schema);
        if (id == null || !versions.getOrDefault(subject, List.of()).contains(id)) {
            throw new NotFound("subject " + subject + " has no schema " + schema.getFullName() + " of this form");
        }
        return id;
    }

    @Override
    public synchronized Schema byId(int id) {
        Schema schema = schemas.get(id);
        if (schema == null) {
            throw new NotFound("schema id " + id);
        }
        return schema;
    }

    @Override
    public synchronized RegisteredSchema latest(String subject) {
        List<Integer> known = versions.getOrDefault(subject, List.of());
        if (known.isEmpty()) {
            throw new NotFound("subject " + subject);
        }
        int id = known.get(known.size() - 1);
        return new RegisteredSchema(subject, known.size(), id, schemas.get(id));
    }

    @Override
    public synchronized boolean compatible(String subject, Schema schema) {
        List<Schema> earlier = schemasOf(versions.getOrDefault(subject, List.of()));
        return CompatibilityCheck.violation(schema, earlier, compatibility(subject))
                .isEmpty();
    }

    @Override
    public synchronized Compatibility compatibility(String subject) {
        return levels.getOrDefault(subject, Compatibility.FULL_TRANSITIVE);
    }

    @Override
    public synchronized void setCompatibility(String subject, Compatibility compatibility) {
        levels.put(subject, compatibility);
    }

    private List<Schema> schemasOf(List<Integer> known) {
        return known.stream().map(schemas::get).toList();
    }
}
