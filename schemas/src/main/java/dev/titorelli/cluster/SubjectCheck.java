package dev.titorelli.cluster;

import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import java.util.stream.Stream;

/** Whether this version's schemas go with those that are registered. */
final class SubjectCheck {

    private final SchemaRegistry registry;
    private final String prefix;

    private SubjectCheck(SchemaRegistry registry, String prefix) {
        this.registry = registry;
        this.prefix = prefix;
    }

    /** What is wrong, a line each. */
    static List<String> problems(SchemaRegistry registry, String prefix) {
        SubjectCheck check = new SubjectCheck(registry, prefix);
        return Stream.concat(Topics.all().stream(), Stream.of(Topics.JOB))
                .filter(topic -> !check.fits(topic))
                .map(topic -> "subject " + topic.subject(prefix) + " has schemas that this version's does not go with:"
                        + " use the version that wrote them, or another topic.prefix or schema.registry.url")
                .toList();
    }

    private boolean fits(Topic<?> topic) {
        String subject = topic.subject(prefix);
        try {
            registry.lookUp(subject, topic.schema());
            return true;
        } catch (NotFound e) {
            return isNew(subject) || registry.compatible(subject, topic.schema());
        }
    }

    /** A subject without versions gets its first one when the first record is written. */
    private boolean isNew(String subject) {
        try {
            registry.latest(subject);
            return false;
        } catch (NotFound e) {
            return true;
        }
    }
}
