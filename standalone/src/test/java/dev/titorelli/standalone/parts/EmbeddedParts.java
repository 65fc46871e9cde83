package dev.titorelli.standalone.parts;

import dev.titorelli.standalone.LocalServices;
import java.nio.file.Path;
import java.util.Map;

/** One broker and the registry in this process, and a folder; what {@code up --only broker,registry,objects} starts. */
public final class EmbeddedParts implements Parts {

    private final LocalServices services;

    private EmbeddedParts(LocalServices services) {
        this.services = services;
    }

    /** Starts them on free ports. */
    public static EmbeddedParts start(Path data) {
        return new EmbeddedParts(LocalServices.start(data, 0, 0));
    }

    @Override
    public String bootstrapServers() {
        return services.bootstrapServers();
    }

    @Override
    public String registryUrl() {
        return services.registryUrl();
    }

    @Override
    public Map<String, String> objects() {
        return Map.of("objects", services.objectsRoot().toString());
    }

    @Override
    public void close() {
        services.close();
    }
}
