package dev.titorelli.standalone.bench.worker;

import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.bench.BenchClients;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.FileObjectStore;
import dev.titorelli.worker.object.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the workers that are measured have in common. Each has topics of its own, so that none finds another's jobs.
 *
 * @param alias the model's name
 */
record Bench(String bootstrapServers, SchemaRegistry registry, ObjectStore objects, OmniGen model, String alias) {

    private static final String OBJECTS = "objects";

    /** @param folder where pictures are stored, in a folder of their own that is made */
    static Bench of(String bootstrapServers, Path folder, OmniGen model, String alias) throws IOException {
        Path objects = Files.createDirectories(folder.resolve(OBJECTS));
        return new Bench(bootstrapServers, new InMemorySchemaRegistry(), new FileObjectStore(objects), model, alias);
    }

    BenchClients clients() {
        return new BenchClients(bootstrapServers, Map.of());
    }

    /** Makes topics and share groups under a new prefix, which it gives. */
    String topics(List<QueueName> queues) {
        String prefix = "bench-" + UUID.randomUUID() + ".";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            ClusterSetup.apply(admin, registry, new SetupPlan(prefix, 1, 1, (short) 1, queues));
        }
        return prefix;
    }
}
