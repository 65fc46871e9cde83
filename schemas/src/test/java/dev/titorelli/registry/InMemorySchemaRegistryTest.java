package dev.titorelli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.registry.SchemaRegistry.Compatibility;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest extends SchemaRegistryContract {

    private final SchemaRegistry registry = new InMemorySchemaRegistry();

    @Override
    protected SchemaRegistry registry() {
        return registry;
    }

    @Test
    void isFullTransitiveUnlessToldOtherwise() {
        assertThat(registry.compatibility("untouched")).isEqualTo(Compatibility.FULL_TRANSITIVE);
    }
}
