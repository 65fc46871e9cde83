package dev.titorelli.registry;

import dev.titorelli.registry.SchemaRegistries.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Puts Confluent's own client in our REST client's place. */
public final class ConfluentRegistryClient implements SchemaRegistryClient {

    /** For the service loader. */
    public ConfluentRegistryClient() {}

    @Override
    public SchemaRegistry open(RegistrySettings settings) {
        RestService rest =
                new RestService(settings.urls().stream().map(URI::toString).toList());
        rest.configure(configuration(settings));
        return new ConfluentSchemaRegistry(rest);
    }

    private static Map<String, Object> configuration(RegistrySettings settings) {
        Map<String, Object> configuration = new HashMap<>(Map.of(
                SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS,
                settings.connectTimeout().toMillis(),
                SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS,
                settings.requestTimeout().toMillis(),
                SchemaRegistryClientConfig.MAX_RETRIES_CONFIG,
                settings.retries(),
                SchemaRegistryClientConfig.RETRIES_WAIT_MS_CONFIG,
                settings.backoff().toMillis()));
        settings.login().ifPresent(login -> {
            configuration.put(SchemaRegistryClientConfig.BASIC_AUTH_CREDENTIALS_SOURCE, "USER_INFO");
            configuration.put(SchemaRegistryClientConfig.USER_INFO_CONFIG, login.user() + ":" + login.password());
        });
        return configuration;
    }
}
