package dev.titorelli.standalone.setup;

import dev.titorelli.cluster.Right;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** Rights as commands of kafka-acls.sh, for an operator to review and run. */
public final class AccessScript {

    private final String bootstrapServers;

    public AccessScript(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * One command for each kind of resource and set of operations.
     *
     * @param principal as Kafka writes it: {@code User:name}
     */
    public List<String> lines(String principal, List<Right> rights) {
        Map<Right, List<String>> names = new LinkedHashMap<>();
        rights.forEach(right ->
                names.computeIfAbsent(kind(right), kind -> new ArrayList<>()).add(right.name()));
        return names.entrySet().stream()
                .map(entry -> line(principal, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Right kind(Right right) {
        return new Right(right.type(), "", right.pattern(), right.operations());
    }

    private String line(String principal, Right kind, List<String> names) {
        String operations = kind.operations().stream()
                .sorted()
                .map(operation -> " --operation " + inPascalCase(operation))
                .collect(Collectors.joining());
        String resources = kind.type() == ResourceType.CLUSTER
                ? " --cluster"
                : names.stream()
                        .map(name -> " --" + option(kind.type()) + " " + quoted(name))
                        .collect(Collectors.joining());
        String pattern = kind.pattern() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "";
        return "kafka-acls.sh --bootstrap-server " + bootstrapServers + " --add --allow-principal " + principal
                + operations + resources + pattern;
    }

    private static String option(ResourceType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String quoted(String name) {
        return name.equals("*") ? "'*'" : name;
    }

    private static String inPascalCase(AclOperation operation) {
        return Arrays.stream(operation.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
