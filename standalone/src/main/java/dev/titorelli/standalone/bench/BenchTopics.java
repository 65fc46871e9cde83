package dev.titorelli.standalone.bench;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import dev.titorelli.cluster.Asked;
import dev.titorelli.cluster.ClusterCheck;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics of the bench's own, under a prefix that nobody else has; gone when this is closed. */
final class BenchTopics implements AutoCloseable {

    static final String MODEL = "bench";
    static final QueueName QUEUE = QueueName.parse(MODEL + ".tokens-64");
    static final String TENANT = "bench";

    private static final short BROKERS_REPLICATION = -1;

    private final String prefix = "bench-" + UUID.randomUUID() + ".";
    private final Admin admin;
    private final int partitions;

    private BenchTopics(Admin admin, int partitions) {
        this.admin = admin;
        this.partitions = partitions;
    }

    static BenchTopics make(BenchWish wish, SchemaRegistry registry) {
        Admin admin = ClusterCheck.admin(wish.bootstrapServers(), wish.kafka());
        ClusterCheck.requireAnswer(admin, wish.bootstrapServers());
        BenchTopics topics = new BenchTopics(admin, wish.partitions());
        ClusterSetup.apply(
                admin,
                registry,
                new SetupPlan(
                        topics.prefix,
                        wish.partitions(),
                        SetupPlan.DEFAULT_QUEUE_PARTITIONS,
                        BROKERS_REPLICATION,
                        List.of(QUEUE)));
        topics.makePlain(topics.passIn());
        topics.makePlain(topics.passOut());
        return topics;
    }

    String prefix() {
        return prefix;
    }

    String name(Topic<?> topic) {
        return topic.name(prefix);
    }

    String jobs() {
        return Topics.job(QUEUE).name(prefix);
    }

    /** What the pass-through reads. */
    String passIn() {
        return prefix + "pass-in";
    }

    /** What the pass-through writes. */
    String passOut() {
        return prefix + "pass-out";
    }

    /** A model that nobody has: its pictures are never painted. */
    static CatalogueEntry model() {
        return CatalogueEntry.newBuilder()
                .setAlias(MODEL)
                .setDigest("0".repeat(64))
                .setLimits(ModelLimits.newBuilder()
                        .setMaxWidthPx(128)
                        .setMaxHeightPx(128)
                        .setMaxSteps(50)
                        .setMaxPromptChars(1_000)
                        .build())
                .setDefaults(ModelDefaults.newBuilder()
                        .setWidthPx(128)
                        .setHeightPx(128)
                        .setSteps(20)
                        .build())
                .setBuckets(List.of(new ModelBucket(64, 512)))
                .build();
    }

    private void makePlain(String name) {
        Asked.answer(
                admin.createTopics(List.of(new NewTopic(name, partitions, BROKERS_REPLICATION)))
                        .all(),
                "make topic " + name);
    }

    /** Removes the topics, those of the state too. */
    @Override
    public void close() {
        List<String> own = Asked.answer(admin.listTopics().names(), "list topics").stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        Asked.answer(admin.deleteTopics(own).all(), "delete the bench's topics");
        admin.close(Asked.CLOSE_LIMIT);
    }
}
