package dev.titorelli.cluster;

import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a cluster with an authorizer has to allow a program.
 *
 * @param type topic, group, transactional id or cluster
 * @param name of the resource, or what its name begins with
 * @param pattern LITERAL or PREFIXED
 * @param operations those that are needed; READ and WRITE imply DESCRIBE
 */
public record Right(ResourceType type, String name, PatternType pattern, Set<AclOperation> operations) {

    public Right {
        operations = Set.copyOf(operations);
    }

    static Right on(ResourceType type, String name, AclOperation first, AclOperation... more) {
        return new Right(type, name, PatternType.LITERAL, EnumSet.of(first, more));
    }

    /** On everything whose name begins with this; with an empty beginning on everything. */
    static Right onAll(ResourceType type, String beginning, AclOperation first, AclOperation... more) {
        return beginning.isEmpty()
                ? on(type, "*", first, more)
                : new Right(type, beginning, PatternType.PREFIXED, EnumSet.of(first, more));
    }
}
