package dev.titorelli.standalone.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.standalone.embedded.RegistryRecord.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** What each path answers: the part of Confluent's API that serializers and their tools use. */
final class RegistryRoutes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LATEST = Set.of("latest", "-1");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final KeptRegistry registry;

    RegistryRoutes(KeptRegistry registry) {
        this.registry = registry;
    }

    /** @throws RegistryFault for every answer that is not 200 */
    JsonNode answer(RegistryCall call) {
        List<String> path = call.path();
        return switch (path.isEmpty() ? "" : path.get(0)) {
            case "" -> JSON.createObjectNode();
            case "subjects" -> subjects(call, path.subList(1, path.size()));
            case "schemas" -> schemas(path.subList(1, path.size()));
            case "compatibility" -> compatibility(call, path.subList(1, path.size()));
            case "config" -> config(call, path.subList(1, path.size()));
            case "mode" -> JSON.createObjectNode().put("mode", "READWRITE");
            default -> throw RegistryFault.noSuchPath();
        };
    }

    private JsonNode subjects(RegistryCall call, List<String> path) {
        boolean get = "GET".equals(call.method());
        boolean post = "POST".equals(call.method());
        if (path.isEmpty() && get) {
            String prefix = call.query().getOrDefault("subjectPrefix", "");
            return JSON.valueToTree(registry.ask(RegistryBook::subjects).stream()
                    .filter(subject -> subject.startsWith(prefix))
                    .toList());
        }
        if (path.size() == 1 && post) {
            return version(lookUp(path.get(0), call.schema()));
        }
        if (path.size() >= 2 && "versions".equals(path.get(1))) {
            if (path.size() == 2 && post) {
                Version kept = registry.register(path.get(0), call.schema());
                return JSON.createObjectNode().put("id", kept.id());
            }
            if (path.size() == 2 && get) {
                return JSON.valueToTree(
                        known(path.get(0)).stream().map(Version::version).toList());
            }
            if (path.size() == 3 && get) {
                return version(find(path.get(0), path.get(2)));
            }
            if (path.size() == 4 && get && "schema".equals(path.get(3))) {
                return RegistryCall.parse(find(path.get(0), path.get(2)).schema());
            }
            if (path.size() == 4 && get && "referencedby".equals(path.get(3))) {
                find(path.get(0), path.get(2));
                return JSON.createArrayNode(); // no schema is kept that refers to another
            }
        }
        throw RegistryFault.noSuchMethod();
    }

    private JsonNode schemas(List<String> path) {
        if (path.equals(List.of("types"))) {
            return JSON.createArrayNode().add("AVRO");
        }
        boolean ofId = path.size() >= 2 && "ids".equals(path.get(0));
        if (ofId && path.size() == 2) {
            return JSON.createObjectNode().put("schema", schema(path.get(1)).toString());
        }
        if (ofId && path.size() == 3 && "schema".equals(path.get(2))) {
            return RegistryCall.parse(schema(path.get(1)).toString());
        }
        if (ofId && path.size() == 3 && "versions".equals(path.get(2))) {
            ArrayNode all = JSON.createArrayNode();
            uses(path.get(1))
                    .forEach(found ->
                            all.addObject().put("subject", found.subject()).put("version", found.version()));
            return all;
        }
        if (ofId && path.size() == 3 && "subjects".equals(path.get(2))) {
            return JSON.valueToTree(
                    uses(path.get(1)).stream().map(Version::subject).distinct().toList());
        }
        throw RegistryFault.noSuchPath();
    }

    private JsonNode compatibility(RegistryCall call, List<String> path) {
        boolean known = path.size() >= 3 && path.size() <= 4 && "subjects".equals(path.get(0));
        if (!known || !"versions".equals(path.get(2))) {
            throw RegistryFault.noSuchPath();
        }
        if (!"POST".equals(call.method())) {
            throw RegistryFault.noSuchMethod();
        }
        Schema next = call.schema();
        Optional<String> violation;
        if (path.size() == 3) {
            violation = registry.ask(book -> book.violation(path.get(1), next));
        } else {
            Version against = find(path.get(1), path.get(3));
            violation = registry.ask(book -> book.violation(against, next));
        }
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", violation.isEmpty());
        if (call.flag("verbose")) {
            violation.ifPresentOrElse(why -> answer.putArray("messages").add(why), () -> answer.putArray("messages"));
        }
        return answer;
    }

    private JsonNode config(RegistryCall call, List<String> path) {
        Optional<String> subject = path.isEmpty() ? Optional.empty() : Optional.of(path.get(0));
        return switch (call.method()) {
            case "GET" ->
                JSON.createObjectNode()
                        .put(
                                "compatibilityLevel",
                                level(subject, call.flag("defaultToGlobal")).name());
            case "PUT" -> {
                Compatibility level =
                        parseLevel(call.json().path("compatibility").asText(""));
                registry.setLevel(subject, level);
                yield JSON.createObjectNode().put("compatibility", level.name());
            }
            default -> throw RegistryFault.noSuchMethod();
        };
    }

    private Compatibility level(Optional<String> subject, boolean defaultToGlobal) {
        Compatibility global = registry.ask(RegistryBook::globalLevel);
        if (subject.isEmpty()) {
            return global;
        }
        Optional<Compatibility> own = registry.ask(book -> book.level(subject.get()));
        if (own.isEmpty() && !defaultToGlobal) {
            throw RegistryFault.levelNotFound(subject.get());
        }
        return own.orElse(global);
    }

    private Version lookUp(String subject, Schema schema) {
        known(subject);
        return registry.ask(book -> book.find(subject, schema)).orElseThrow(() -> RegistryFault.schemaNotFound(""));
    }

    private Version find(String subject, String version) {
        if (!LATEST.contains(version) && !NUMBER.matcher(version).matches()) {
            throw RegistryFault.invalidVersion(version);
        }
        List<Version> all = known(subject);
        if (LATEST.contains(version)) {
            return all.get(all.size() - 1);
        }
        return all.stream()
                .filter(one -> one.version() == Integer.parseInt(version))
                .findFirst()
                .orElseThrow(() -> RegistryFault.versionNotFound(version));
    }

    private List<Version> known(String subject) {
        List<Version> versions = registry.ask(book -> book.versions(subject));
        if (versions.isEmpty()) {
            throw RegistryFault.subjectNotFound(subject);
        }
        return versions;
    }

    private List<Version> uses(String id) {
        schema(id);
        return registry.ask(book -> book.versionsOf(Integer.parseInt(id)));
    }

    private Schema schema(String id) {
        Optional<Schema> schema = NUMBER.matcher(id).matches()
                ? registry.ask(book -> book.schema(Integer.parseInt(id)))
                : Optional.empty();
        return schema.orElseThrow(() -> RegistryFault.schemaNotFound(id + " "));
    }

    private static Compatibility parseLevel(String text) {
        try {
            return Compatibility.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw RegistryFault.invalidLevel(text);
        }
    }

    private static JsonNode version(Version version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema());
    }
}
