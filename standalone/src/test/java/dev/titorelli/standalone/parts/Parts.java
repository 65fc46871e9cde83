package dev.titorelli.standalone.parts;

import dev.titorelli.registry.CachingSchemaRegistry;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.ObjectStores;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kafka, a schema registry and an object store that run until they are closed. They are empty: no topics, no subjects. */
public interface Parts extends AutoCloseable {

    /** Where Kafka's clients connect: {@code host:port}, separated by commas. */
    String bootstrapServers();

    /** The schema registry's base address. */
    String registryUrl();

    /** The settings {@code objects} and {@code objects.*} with which a worker reaches the store. */
    Map<String, String> objects();

    @Override
    void close();

    /** A new client of the registry, as the programs have it. */
    default SchemaRegistry registry() {
        return new CachingSchemaRegistry(new RestSchemaRegistry(RegistrySettings.of(URI.create(registryUrl()))));
    }

    /** A new client of the store, as a worker has it. */
    default ObjectStore store() {
        return ObjectStores.open(objects());
    }

    /** What makes a program use these parts: {@code --kafka.bootstrap.servers=...} and its like. */
    default List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("--kafka.bootstrap.servers=" + bootstrapServers());
        arguments.add("--schema.registry.url=" + registryUrl());
        objects().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }
}
