package dev.titorelli.standalone.setup;

import dev.titorelli.cluster.Asked;
import dev.titorelli.cluster.ShareGroups;
import dev.titorelli.fault.CannotStart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** Looks whether the brokers have the features that the system needs, and allow as much as it needs. Changes nothing. */
public final class BrokerReview {

    private final Admin admin;
    private final SetupPlan plan;
    private final List<Finding> findings = new ArrayList<>();

    private BrokerReview(Admin admin, SetupPlan plan) {
        this.admin = admin;
        this.plan = plan;
    }

    /**
     * What is missing.
     *
     * @param workers how many the queues of a model must have room for
     * @throws CannotStart when no broker answers
     */
    public static List<Finding> findings(Admin admin, SetupPlan plan, int workers) {
        BrokerReview review = new BrokerReview(admin, plan);
        ShareGroups.lack(admin).ifPresent(lack -> review.findings.add(new Finding(lack.what(), lack.remedy())));
        Collection<Node> nodes = Asked.answer(admin.describeCluster().nodes(), "list the brokers");
        try {
            Map<String, Config> brokers = review.configs(nodes);
            BrokerLimit.of(plan, workers).forEach(limit -> review.compare(limit, brokers));
            review.replication(nodes.size(), brokers.values().iterator().next());
        } catch (CannotStart e) {
            review.findings.add(new Finding(e.getMessage(), "let setup look at the brokers' settings"));
        }
        return List.copyOf(review.findings);
    }

    private Map<String, Config> configs(Collection<Node> nodes) {
        List<ConfigResource> resources = nodes.stream()
                .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                .toList();
        return Asked.answer(admin.describeConfigs(resources).all(), "look at the brokers' settings").entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().name(), Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private void compare(BrokerLimit limit, Map<String, Config> brokers) {
        brokers.forEach((id, config) -> {
            ConfigEntry entry = config.get(limit.setting());
            if (entry == null || entry.value() == null) {
                find("broker " + id + " does not know " + limit.setting(), "use Kafka 4.3");
            } else if (!limit.allows(Long.parseLong(entry.value()))) {
                find(
                        "broker " + id + " has " + limit.setting() + "=" + entry.value() + ", wanted is "
                                + limit.wanted() + " (" + limit.why() + ")",
                        "set " + limit.setting() + "=" + limit.value() + " on every broker"
                                + limit.instead()
                                        .map(other -> ", or change " + other)
                                        .orElse(""));
            }
        });
    }

    private void replication(int brokers, Config config) {
        int copies = plan.replication() == SetupPlan.BROKERS_REPLICATION
                ? number(config, "default.replication.factor").orElse(1)
                : plan.replication();
        if (copies > brokers) {
            find(
                    "topics would have " + copies + " copies, there are " + brokers + " brokers",
                    "set topics.replication to " + brokers + " or less");
        }
        findings.addAll(new StateTopicReview(admin, brokers, config).findings());
    }

    static Optional<Integer> number(Config config, String setting) {
        return Optional.ofNullable(config.get(setting)).map(ConfigEntry::value).map(Integer::valueOf);
    }

    private void find(String what, String remedy) {
        findings.add(new Finding(what, remedy));
    }
}
