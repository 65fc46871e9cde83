package dev.titorelli.registry;

import java.util.ServiceLoader;

/** Which client asks the schema registry: our own, unless the build has put another one beside it. */
public final class SchemaRegistries {

    private SchemaRegistries() {}

    /** A client that asks nothing yet, safe for several threads. It keeps nothing: see {@link CachingSchemaRegistry}. */
    public static SchemaRegistry open(RegistrySettings settings) {
        return ServiceLoader.load(SchemaRegistryClient.class)
                .findFirst()
                .map(other -> other.open(settings))
                .orElseGet(() -> new RestSchemaRegistry(settings));
    }

    /** Another client, as a service of this type on the class path. */
    public interface SchemaRegistryClient {

        /** Opens it without asking the registry anything. */
        SchemaRegistry open(RegistrySettings settings);
    }
}
