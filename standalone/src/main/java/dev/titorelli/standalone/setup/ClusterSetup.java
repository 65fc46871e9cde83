package dev.titorelli.standalone.setup;

import dev.titorelli.cluster.Asked;
import dev.titorelli.cluster.ShareGroups;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a cluster ready: topics, the settings of the share groups that take jobs, the subjects of all values. What is
 * there already stays; applying a plan twice changes nothing.
 */
public final class ClusterSetup {

    private static final Logger log = LoggerFactory.getLogger(ClusterSetup.class);
    private static final Duration SPREADING = Duration.ofSeconds(15);
    private static final long PAUSE_MS = 100;

    private final Admin admin;
    private final SchemaRegistry registry;
    private final SetupPlan plan;

    private ClusterSetup(Admin admin, SchemaRegistry registry, SetupPlan plan) {
        this.admin = admin;
        this.registry = registry;
        this.plan = plan;
    }

    /**
     * Brings cluster and registry to the plan, waiting for both.
     *
     * @throws CannotStart when a topic has another number of partitions, or the broker or the registry refuses
     */
    public static void apply(Admin admin, SchemaRegistry registry, SetupPlan plan) {
        ClusterSetup setup = new ClusterSetup(admin, registry, plan);
        setup.requireShareGroups();
        setup.topics();
        setup.shareGroups();
        setup.subjects();
    }

    private void requireShareGroups() {
        ShareGroups.lack(admin).ifPresent(lack -> {
            throw new CannotStart(lack.toString());
        });
    }

    private void topics() {
        Set<String> present = Asked.answer(admin.listTopics().names(), "list topics");
        List<Topic<?>> planned = PlannedTopics.all(plan);
        requirePartitions(planned.stream()
                .filter(topic -> present.contains(topic.name(plan.prefix())))
                .toList());
        planned.stream()
                .filter(topic -> !present.contains(topic.name(plan.prefix())))
                .collect(Collectors.toMap(topic -> topic, this::create))
                .forEach(this::awaitCreated);
        requirePartitions(planned);
    }

    private KafkaFuture<Void> create(Topic<?> topic) {
        NewTopic wanted = new NewTopic(
                        topic.name(plan.prefix()), PlannedTopics.partitions(topic, plan), plan.replication())
                .configs(topic.settings());
        return admin.createTopics(List.of(wanted)).all();
    }

    private void awaitCreated(Topic<?> topic, KafkaFuture<Void> created) {
        try {
            Asked.answer(created, "make topic " + topic.name(plan.prefix()));
        } catch (CannotStart e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            // Another process made it meanwhile; how many partitions it has is looked at with all others.
            log.atInfo().addKeyValue("topic", topic.name(plan.prefix())).log("the topic was made by somebody else");
        }
    }

    private void requirePartitions(Collection<Topic<?>> topics) {
        List<String> names =
                topics.stream().map(topic -> topic.name(plan.prefix())).toList();
        Map<String, TopicDescription> found = described(names);
        for (Topic<?> topic : topics) {
            String name = topic.name(plan.prefix());
            int has = found.get(name).partitions().size();
            int wanted = PlannedTopics.partitions(topic, plan);
            if (has != wanted) {
                throw new CannotStart("topic " + name + " has " + has + " partitions, the settings say " + wanted + ": "
                        + PlannedTopics.partitionsRemedy(topic, has));
            }
        }
    }

    /** A topic that was just made is not known to every broker at once. */
    private Map<String, TopicDescription> described(List<String> names) {
        long deadline = System.nanoTime() + SPREADING.toNanos();
        while (true) {
            try {
                return Asked.answer(admin.describeTopics(names).allTopicNames(), "describe topics");
            } catch (CannotStart e) {
                boolean spreads = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!spreads || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while waiting for topics", e);
        }
    }

    private void shareGroups() {
        List<AlterConfigOp> settings = Topics.shareGroupSettings(plan.recordLock()).entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        Map<ConfigResource, Collection<AlterConfigOp>> byGroup = PlannedTopics.shareGroups(plan).stream()
                .collect(Collectors.toMap(
                        group -> new ConfigResource(ConfigResource.Type.GROUP, group), group -> settings));
        if (!byGroup.isEmpty()) {
            Asked.answer(admin.incrementalAlterConfigs(byGroup).all(), "set up the share groups of the job topics");
        }
    }

    private void subjects() {
        for (Topic<?> topic : PlannedTopics.all(plan)) {
            String subject = topic.subject(plan.prefix());
            registry.setCompatibility(subject, Compatibility.FULL_TRANSITIVE);
            try {
                registry.register(subject, topic.schema());
            } catch (SchemaRegistryException.Refused e) {
                throw new CannotStart(
                        "subject " + subject + ": the schema registry refuses this version's schema: " + e.getMessage()
                                + ": use the version that wrote what is there, or another topic.prefix or"
                                + " schema.registry.url",
                        e);
            }
        }
    }
}
