package dev.titorelli.standalone.client;

import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Reads what a dead letter holds, as a record of the topic that it came from. */
final class Payloads {

    private final String prefix;
    private final SchemaRegistry registry;

    Payloads(String prefix, SchemaRegistry registry) {
        this.prefix = prefix;
        this.registry = registry;
    }

    /** The topic that a letter tells of; empty when it is none of ours. */
    Optional<Topic<?>> origin(BuriedRecord buried) {
        String name = buried.letter().getTopic();
        if (name.startsWith(prefix + Topics.JOB.noun() + ".")) {
            return Optional.of(Topics.JOB);
        }
        return Topics.all().stream()
                .filter(topic -> topic.name(prefix).equals(name))
                .findFirst();
    }

    /**
     * The record that could not be read or done.
     *
     * @throws PayloadUnreadableException with the reason
     */
    SpecificRecord read(BuriedRecord buried) throws PayloadUnreadableException {
        Topic<?> topic = origin(buried)
                .orElseThrow(() -> new PayloadUnreadableException(
                        "'" + buried.letter().getTopic() + "' is no topic of this system"));
        Decoded<? extends SpecificRecord> decoded =
                AvroReader.of(topic, registry).read(buried.payload());
        if (decoded instanceof Decoded.Value<? extends SpecificRecord> value) {
            return value.value();
        }
        throw new PayloadUnreadableException(
                decoded instanceof Decoded.Unreadable<? extends SpecificRecord> unreadable
                        ? unreadable.code() + ", " + unreadable.message()
                        : "the schema registry does not answer");
    }
}
