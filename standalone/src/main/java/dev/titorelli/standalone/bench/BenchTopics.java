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
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics of the bench's own, under a prefix that nobody else has; gone when this is closed. */
public final class BenchTopics implements AutoCloseable {

    /** Alias of a model that nobody has. */
    public static final String MODEL = "bench";

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
        BenchTopics topics =
                make(new Cluster(wish.bootstrapServers(), wish.kafka()), wish.partitions(), registry, QUEUE);
        topics.makePlain(topics.passIn());
        topics.makePlain(topics.passOut());
        return topics;
    }

    /**
     * Where they are made.
     *
     * @param kafka further settings of Kafka's clients
     */
    public record Cluster(String bootstrapServers, Map<String, Object> kafka) {}

    /**
     * All topics of the system, and those of some queues.
     *
     * @param partitions of request.v1 and its equals
     */
    public static BenchTopics make(Cluster cluster, int partitions, SchemaRegistry registry, QueueName... queues) {
        Admin admin = ClusterCheck.admin(cluster.bootstrapServers(), cluster.kafka());
        ClusterCheck.requireAnswer(admin, cluster.bootstrapServers());
        BenchTopics topics = new BenchTopics(admin, partitions);
        ClusterSetup.apply(
                admin,
                registry,
                new SetupPlan(
                        topics.prefix,
                        partitions,
                        SetupPlan.DEFAULT_QUEUE_PARTITIONS,
                        BROKERS_REPLICATION,
                        List.of(queues)));
        return topics;
    }

    /** What nobody else's topics begin with. */
    public String prefix() {
        return prefix;
    }

    /** A topic's name here. */
    public String name(Topic<?> topic) {
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
    public static CatalogueEntry model() {
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
