package dev.titorelli.standalone.embedded;

import dev.titorelli.registry.CompatibilityCheck;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.standalone.embedded.RegistryRecord.Level;
import dev.titorelli.standalone.embedded.RegistryRecord.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** What the records add up to: subjects, their versions and levels. Knows no topic and no HTTP; not for several threads. */
final class RegistryBook {

    private final Map<String, TreeMap<Integer, Version>> subjects = new TreeMap<>();
    private final Map<Integer, Schema> schemas = new TreeMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Compatibility> levels = new HashMap<>();
    private Compatibility global = Compatibility.FULL_TRANSITIVE;

    /** Takes a record over; a later one under the same subject and version replaces an earlier one. */
    void apply(RegistryRecord record) {
        if (record instanceof Version version) {
            subjects.computeIfAbsent(version.subject(), s -> new TreeMap<>()).put(version.version(), version);
            schemas.put(version.id(), SchemaText.kept(version.schema()));
            ids.put(version.schema(), version.id());
        } else if (record instanceof Level level) {
            level.subject()
                    .ifPresentOrElse(
                            subject -> levels.put(subject, level.compatibility()),
                            () -> global = level.compatibility());
        }
    }

    /**
     * The version that a schema has or would get.
     *
     * @throws RegistryFault 409 when it would be incompatible
     */
    Version plan(String subject, Schema schema) {
        Optional<Version> known = find(subject, schema);
        if (known.isPresent()) {
            return known.get();
        }
        violation(subject, schema).ifPresent(why -> {
            throw RegistryFault.incompatible(subject, why);
        });
        String text = schema.toString();
        int nextId = schemas.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        List<Version> versions = versions(subject);
        int next = versions.isEmpty() ? 1 : versions.get(versions.size() - 1).version() + 1;
        return new Version(subject, next, ids.getOrDefault(text, nextId), text);
    }

    Optional<Version> find(String subject, Schema schema) {
        String text = schema.toString();
        return versions(subject).stream()
                .filter(version -> version.schema().equals(text))
                .findFirst();
    }

    /** Why a schema can't become the next version of a subject; empty when it can. */
    Optional<String> violation(String subject, Schema next) {
        List<Schema> earlier = versions(subject).stream()
                .map(version -> schemas.get(version.id()))
                .toList();
        return CompatibilityCheck.violation(next, earlier, level(subject).orElse(global));
    }

    /** Why a schema does not go with one version of a subject; empty when it does. */
    Optional<String> violation(Version version, Schema next) {
        return CompatibilityCheck.violation(
                next,
                List.of(schemas.get(version.id())),
                level(version.subject()).orElse(global));
    }

    List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    /** Oldest first; empty for an unknown subject. */
    List<Version> versions(String subject) {
        return List.copyOf(subjects.getOrDefault(subject, new TreeMap<>()).values());
    }

    List<Version> versionsOf(int id) {
        List<Version> found = new ArrayList<>();
        subjects.values().forEach(versions -> versions.values().stream()
                .filter(version -> version.id() == id)
                .forEach(found::add));
        return found;
    }

    Optional<Schema> schema(int id) {
        return Optional.ofNullable(schemas.get(id));
    }

    Optional<Compatibility> level(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    Compatibility globalLevel() {
        return global;
    }
}
