package dev.titorelli.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What kafka-acls.sh would make of a printed command. */
final class PrintedAcls {

    private PrintedAcls() {}

    static List<AclBinding> of(String command) {
        List<String> words = List.of(command.replace("'", "").split(" "));
        String principal = values(words, "--allow-principal").get(0);
        PatternType pattern = PatternType.LITERAL;
        for (String named : values(words, "--resource-pattern-type")) {
            pattern = PatternType.valueOf(named.toUpperCase(Locale.ROOT));
        }
        List<ResourcePattern> resources = new ArrayList<>();
        for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
            String option = "--" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
            for (String name : values(words, option)) {
                resources.add(new ResourcePattern(type, name, pattern));
            }
        }
        if (words.contains("--cluster")) {
            resources.add(new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", pattern));
        }
        List<AclBinding> acls = new ArrayList<>();
        for (ResourcePattern resource : resources) {
            for (String operation : values(words, "--operation")) {
                acls.add(new AclBinding(
                        resource,
                        new AccessControlEntry(principal, "*", operation(operation), AclPermissionType.ALLOW)));
            }
        }
        return acls;
    }

    private static AclOperation operation(String inPascalCase) {
        return AclOperation.valueOf(
                inPascalCase.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    private static List<String> values(List<String> words, String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(option)) {
                values.add(words.get(i + 1));
            }
        }
        return values;
    }
}
