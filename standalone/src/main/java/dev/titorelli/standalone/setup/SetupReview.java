package dev.titorelli.standalone.setup;

import dev.titorelli.cluster.Asked;
import dev.titorelli.cluster.ShareGroups;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistry.Compatibility;
import dev.titorelli.registry.SchemaRegistryException.NotFound;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Looks at how a cluster and a registry differ from a plan, and changes nothing. */
public final class SetupReview {

    private static final String RUN_SETUP = "run ./titorelli setup";
    private static final List<String> CHECKED = List.of("cleanup.policy", "max.message.bytes");

    private final Admin admin;
    private final SchemaRegistry registry;
    private final SetupPlan plan;
    private final List<Finding> findings = new ArrayList<>();

    private SetupReview(Admin admin, SchemaRegistry registry, SetupPlan plan) {
        this.admin = admin;
        this.registry = registry;
        this.plan = plan;
    }

    /**
     * All differences, none when the plan is met. Retention is the operator's to choose and is not compared.
     *
     * @throws CannotStart when the broker does not tell
     */
    public static List<Finding> findings(Admin admin, SchemaRegistry registry, SetupPlan plan) {
        SetupReview review = new SetupReview(admin, registry, plan);
        review.topics();
        if (ShareGroups.lack(admin).isEmpty()) {
            review.shareGroups();
        }
        PlannedTopics.all(plan).forEach(review::subject);
        return List.copyOf(review.findings);
    }

    private void topics() {
        var present = Asked.answer(admin.listTopics().names(), "list topics");
        Map<String, Topic<?>> planned =
                PlannedTopics.all(plan).stream().collect(Collectors.toMap(topic -> topic.name(plan.prefix()), t -> t));
        new TreeMap<>(planned).forEach((name, topic) -> {
            if (!present.contains(name)) {
                find("topic " + name + " is missing", RUN_SETUP);
            }
        });
        planned.keySet().retainAll(present);
        Map<String, TopicDescription> described =
                Asked.answer(admin.describeTopics(planned.keySet()).allTopicNames(), "describe topics");
        Map<String, Config> configs = configs(ConfigResource.Type.TOPIC, List.copyOf(planned.keySet()));
        new TreeMap<>(planned).forEach((name, topic) -> {
            comparePartitions(name, topic, described.get(name).partitions().size());
            Map<String, String> wanted = new TreeMap<>(topic.settings());
            wanted.keySet().retainAll(CHECKED);
            compare("topic", name, wanted, configs.get(name));
        });
    }

    private void comparePartitions(String name, Topic<?> topic, int has) {
        int wanted = PlannedTopics.partitions(topic, plan);
        if (has != wanted) {
            find(
                    "topic " + name + " has " + has + " partitions, the settings say " + wanted,
                    PlannedTopics.partitionsRemedy(topic, has));
        }
    }

    private void shareGroups() {
        List<String> groups = PlannedTopics.shareGroups(plan);
        Map<String, Config> configs = configs(ConfigResource.Type.GROUP, groups);
        groups.forEach(group ->
                compare("share group", group, Topics.shareGroupSettings(plan.recordLock()), configs.get(group)));
    }

    private void compare(String kind, String name, Map<String, String> wanted, Config has) {
        String type = kind.equals("topic") ? "topics" : "groups";
        new TreeMap<>(wanted).forEach((setting, value) -> {
            ConfigEntry entry = has.get(setting);
            String present = entry == null ? null : entry.value();
            if (present == null) {
                find("the brokers do not know " + setting + " of a " + kind, "use Kafka 4.3");
            } else if (!isMet(setting, value, present)) {
                find(
                        kind + " " + name + " has " + setting + "=" + present + ", wanted is " + value,
                        "kafka-configs.sh --bootstrap-server ... --alter --entity-type " + type + " --entity-name "
                                + name + " --add-config " + setting + "=" + value);
            }
        });
    }

    /** More bytes than were planned do no harm. */
    private static boolean isMet(String setting, String wanted, String present) {
        return setting.equals("max.message.bytes")
                ? Long.parseLong(present) >= Topics.RECORD_BYTES
                : wanted.equals(present);
    }

    private void subject(Topic<?> topic) {
        String subject = topic.subject(plan.prefix());
        try {
            registry.latest(subject);
        } catch (NotFound e) {
            find("subject " + subject + " is missing", RUN_SETUP);
            return;
        }
        Compatibility level = registry.compatibility(subject);
        if (level != Compatibility.FULL_TRANSITIVE) {
            find("subject " + subject + " has compatibility " + level + ", wanted is FULL_TRANSITIVE", RUN_SETUP);
        }
        try {
            registry.lookUp(subject, topic.schema());
        } catch (NotFound e) {
            schemaMissing(subject, topic);
        }
    }

    private void schemaMissing(String subject, Topic<?> topic) {
        if (registry.compatible(subject, topic.schema())) {
            find("subject " + subject + " lacks this version's schema", RUN_SETUP);
        } else {
            find(
                    "subject " + subject + " has schemas that this version's does not go with",
                    "use another topic.prefix, or the version that wrote them");
        }
    }

    private Map<String, Config> configs(ConfigResource.Type type, List<String> names) {
        List<ConfigResource> resources =
                names.stream().map(name -> new ConfigResource(type, name)).toList();
        return Asked.answer(
                        admin.describeConfigs(resources).all(),
                        "look at the settings of " + type.name().toLowerCase(Locale.ROOT) + "s")
                .entrySet()
                .stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    private void find(String what, String remedy) {
        findings.add(new Finding(what, remedy));
    }
}
