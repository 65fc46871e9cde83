package dev.titorelli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.registry.SchemaRegistryException.NotFound;
import java.io.IOException;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class CachingSchemaRegistryTest extends SchemaRegistryContract {

    private final SchemaRegistry cached = new CachingSchemaRegistry(new InMemorySchemaRegistry());

    @Override
    protected SchemaRegistry registry() {
        return cached;
    }

    @Test
    void asksForASchemaOnce() throws IOException {
        try (ScriptedRegistryServer server = new ScriptedRegistryServer()) {
            server.thenAnswer(200, "{\"schema\": \"\\\"string\\\"\"}");
            SchemaRegistry caching = caching(server);

            caching.byId(7);
            caching.byId(7);

            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void looksUpOnceWhatItRegistered() throws IOException {
        try (ScriptedRegistryServer server = new ScriptedRegistryServer()) {
            server.thenAnswer(200, "{\"id\": 7}");
            SchemaRegistry caching = caching(server);

            caching.register("text-value", Schema.create(Schema.Type.STRING));

            assertThat(caching.lookUp("text-value", Schema.create(Schema.Type.STRING)))
                    .isEqualTo(7);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void asksAgainForWhatWasNotThere() throws IOException {
        try (ScriptedRegistryServer server = new ScriptedRegistryServer()) {
            server.thenAnswer(404, "{\"error_code\": 40403}").thenAnswer(200, "{\"schema\": \"\\\"string\\\"\"}");
            SchemaRegistry caching = caching(server);

            assertThatExceptionOfType(NotFound.class).isThrownBy(() -> caching.byId(7));
            assertThat(caching.byId(7).getType()).isEqualTo(Schema.Type.STRING);
        }
    }

    private static SchemaRegistry caching(ScriptedRegistryServer server) {
        return new CachingSchemaRegistry(
                new RestSchemaRegistry(RegistrySettings.of(server.url()).withRetries(0, Duration.ofMillis(1))));
    }
}
