package dev.titorelli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.registry.SchemaRegistry.RegisteredSchema;
import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.registry.SchemaRegistryException.Refused;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every schema registry does. A subclass says which one; its registry may be shared between tests, since each test
 * has subjects of its own.
 */
public abstract class SchemaRegistryContract {

    private static final int UNKNOWN_ID = 2_000_000_000;

    private SchemaRegistry registry;
    private String subject;

    /** The registry under test, ready to be asked. */
    protected abstract SchemaRegistry registry();

    @BeforeEach
    void openSubject() {
        registry = registry();
        subject = "contract-" + UUID.randomUUID() + "-value";
        registry.setCompatibility(subject, Compatibility.FULL_TRANSITIVE);
    }

    @Test
    void givesBackTheSchemaOfAnId() {
        int id = registry.register(subject, picture("first"));

        assertThat(registry.byId(id)).isEqualTo(picture("first"));
    }

    @Test
    void registersTheSameSchemaOnce() {
        int id = registry.register(subject, picture("first"));

        assertThat(registry.register(subject, picture("first"))).isEqualTo(id);
        assertThat(registry.latest(subject).version()).isEqualTo(1);
    }

    @Test
    void sharesAnIdBetweenSubjects() {
        String other = "contract-" + UUID.randomUUID() + "-value";

        assertThat(registry.register(other, picture("first"))).isEqualTo(registry.register(subject, picture("first")));
    }

    @Test
    void countsVersionsFromOne() {
        registry.register(subject, picture("first"));
        int second = registry.register(subject, picture("first", "second"));

        RegisteredSchema latest = registry.latest(subject);

        assertThat(latest).isEqualTo(new RegisteredSchema(subject, 2, second, picture("first", "second")));
    }

    @Test
    void looksUpWhatIsRegistered() {
        int first = registry.register(subject, picture("first"));
        registry.register(subject, picture("first", "second"));

        assertThat(registry.lookUp(subject, picture("first"))).isEqualTo(first);
    }

    @Test
    void doesNotFindASchemaThatOnlyAnotherSubjectHas() {
        String other = "contract-" + UUID.randomUUID() + "-value";
        registry.register(other, picture("elsewhere"));
        registry.register(subject, picture("first"));

        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> registry.lookUp(subject, picture("elsewhere")));
    }

    @Test
    void doesNotFindAnUnknownSubject() {
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> registry.latest(subject));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> registry.lookUp(subject, picture("first")));
    }

    @Test
    void doesNotFindAnUnknownId() {
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> registry.byId(UNKNOWN_ID));
    }

    @Test
    void refusesAnIncompatibleSchema() {
        registry.register(subject, picture("first"));

        assertThatExceptionOfType(Refused.class).isThrownBy(() -> registry.register(subject, incompatible()));
        assertThat(registry.latest(subject).version()).isEqualTo(1);
    }

    @Test
    void tellsBeforehandWhatItWouldRefuse() {
        registry.register(subject, picture("first"));

        assertThat(registry.compatible(subject, picture("first", "second"))).isTrue();
        assertThat(registry.compatible(subject, incompatible())).isFalse();
    }

    @Test
    void takesAnythingAsFirstVersion() {
        assertThat(registry.compatible(subject, incompatible())).isTrue();
    }

    @Test
    void refusesWhatOnlyTheOldestVersionCantRead() {
        registry.register(subject, withNote("string"));
        registry.register(subject, picture("first"));

        assertThatExceptionOfType(Refused.class).isThrownBy(() -> registry.register(subject, withNote("int")));
        assertThat(registry.compatible(subject, withNote("int"))).isFalse();
    }

    @Test
    void takesAnIncompatibleSchemaWhereCompatibilityIsNone() {
        registry.setCompatibility(subject, Compatibility.NONE);
        registry.register(subject, picture("first"));

        registry.register(subject, incompatible());

        assertThat(registry.latest(subject).schema()).isEqualTo(incompatible());
    }

    @Test
    void givesBackTheCompatibilityOfASubject() {
        registry.setCompatibility(subject, Compatibility.FORWARD_TRANSITIVE);

        assertThat(registry.compatibility(subject)).isEqualTo(Compatibility.FORWARD_TRANSITIVE);
    }

    @Test
    void hasACompatibilityForASubjectWithoutItsOwn() {
        assertThat(registry.compatibility("contract-" + UUID.randomUUID())).isNotNull();
    }

    @Test
    void takesASubjectWithAnyCharacters() {
        String odd = subject + "/a b?c=ä%2F";

        int id = registry.register(odd, picture("first"));

        assertThat(registry.latest(odd).id()).isEqualTo(id);
    }

    @Test
    void keepsEverySchemaOfTheSystem() {
        for (Topic<?> topic : Topics.all()) {
            String own = topic.subject("contract-" + UUID.randomUUID() + ".");

            int id = registry.register(own, topic.schema());

            assertThat(registry.byId(id)).isEqualTo(topic.schema());
            assertThat(registry.lookUp(own, topic.schema())).isEqualTo(id);
        }
    }

    /** Fields with defaults, so that one may come and go under FULL_TRANSITIVE. */
    private static Schema picture(String... fields) {
        var assembler = SchemaBuilder.record("Picture").namespace("contract").fields();
        for (String field : fields) {
            assembler = assembler.name(field).type().intType().intDefault(0);
        }
        return assembler.endRecord();
    }

    private static Schema withNote(String type) {
        String fallback = "int".equals(type) ? "0" : "\"\"";
        return new Schema.Parser()
                .parse(
                        """
                        {"type": "record", "name": "Picture", "namespace": "contract", "fields": [
                          {"name": "note", "type": "%s", "default": %s}]}
                        """
                                .formatted(type, fallback));
    }

    private static Schema incompatible() {
        return SchemaBuilder.record("Picture")
                .namespace("contract")
                .fields()
                .requiredString("withoutDefault")
                .endRecord();
    }
}
