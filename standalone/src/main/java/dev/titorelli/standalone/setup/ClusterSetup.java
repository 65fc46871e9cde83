package dev.titorelli.standalone.setup;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes a cluster ready: topics, the settings of the share groups that take jobs, the subjects of all values. What is
 * there already stays; applying a plan twice changes nothing.
 */
public final class ClusterSetup {

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
        setup.topics();
        setup.shareGroups();
        setup.subjects();
    }

    private void topics() {
        Set<String> present = done(admin.listTopics().names(), "list topics");
        List<Topic<?>> planned = PlannedTopics.all(plan);
        requirePartitions(planned.stream()
                .filter(topic -> present.contains(topic.name(plan.prefix())))
                .toList());
        planned.stream()
                .filter(topic -> !present.contains(topic.name(plan.prefix())))
                .collect(Collectors.toMap(topic -> topic, this::create))
                .forEach(this::awaitCreated);
    }

    private KafkaFuture<Void> create(Topic<?> topic) {
        NewTopic wanted = new NewTopic(
                        topic.name(plan.prefix()), PlannedTopics.partitions(topic, plan), plan.replication())
                .configs(topic.settings());
        return admin.createTopics(List.of(wanted)).all();
    }

    private void awaitCreated(Topic<?> topic, KafkaFuture<Void> created) {
        try {
            done(created, "make topic " + topic.name(plan.prefix()));
        } catch (CannotStart e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            // Another process made it meanwhile.
            requirePartitions(List.of(topic));
        }
    }

    private void requirePartitions(Collection<Topic<?>> topics) {
        List<String> names =
                topics.stream().map(topic -> topic.name(plan.prefix())).toList();
        Map<String, TopicDescription> found = done(admin.describeTopics(names).allTopicNames(), "describe topics");
        for (Topic<?> topic : topics) {
            String name = topic.name(plan.prefix());
            int has = found.get(name).partitions().size();
            int wanted = PlannedTopics.partitions(topic, plan);
            if (has != wanted) {
                throw new CannotStart("topic " + name + " has " + has + " partitions, the settings say " + wanted
                        + ": set the number that it has, or use another topic prefix");
            }
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
            done(admin.incrementalAlterConfigs(byGroup).all(), "set up the share groups of the job topics");
        }
    }

    private void subjects() {
        for (Topic<?> topic : PlannedTopics.all(plan)) {
            String subject = topic.subject(plan.prefix());
            try {
                registry.setCompatibility(subject, Compatibility.FULL_TRANSITIVE);
                registry.register(subject, topic.schema());
            } catch (SchemaRegistryException e) {
                throw new CannotStart("can't register the schema of " + subject + ": " + e.getMessage(), e);
            }
        }
    }

    private static <T> T done(KafkaFuture<T> future, String what) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new CannotStart("can't " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting to " + what, e);
        }
    }
}
