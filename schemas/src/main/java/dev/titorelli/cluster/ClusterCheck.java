package dev.titorelli.cluster;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.SchemaRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Looks, before a program starts, whether the cluster is the right one and ready: it answers, it has share groups, every
 * topic is there and may be used, those of one request have equal partition counts, and no subject has schemas that this
 * version's do not go with. Changes nothing.
 */
public final class ClusterCheck {

    private ClusterCheck() {}

    /**
     * What a program joins.
     *
     * @param bootstrapServers brokers, host:port separated by commas
     * @param clientSettings of Kafka's clients, security included
     * @param prefix of all topics
     */
    public record Cluster(
            String bootstrapServers, Map<String, Object> clientSettings, SchemaRegistry registry, String prefix) {}

    /**
     * Returns when all is well.
     *
     * @param needed the program's rights, of which those on topics are looked at
     * @throws CannotStart with everything that is not, each with what to do
     * @throws dev.titorelli.registry.SchemaRegistryException when the registry does not answer
     */
    public static void require(Cluster cluster, List<Right> needed) {
        Admin admin = admin(cluster.bootstrapServers(), cluster.clientSettings());
        try {
            requireAnswer(admin, cluster.bootstrapServers());
            Optional<ShareGroups.Lack> lack = ShareGroups.lack(admin);
            List<String> problems = Stream.of(
                            lack.stream().map(ShareGroups.Lack::toString).toList(),
                            TopicCheck.problems(admin, cluster.prefix(), needed),
                            SubjectCheck.problems(cluster.registry(), cluster.prefix()))
                    .flatMap(List::stream)
                    .toList();
            if (!problems.isEmpty()) {
                throw new CannotStart("the cluster is not ready ('./titorelli setup --check' looks at all of it):\n  "
                        + String.join("\n  ", problems));
            }
        } finally {
            // Without a limit it would wait for answers that never come.
            admin.close(Asked.CLOSE_LIMIT);
        }
    }

    /**
     * An admin client whose settings are the user's.
     *
     * @throws CannotStart when Kafka's client refuses them
     */
    public static Admin admin(String bootstrapServers, Map<String, Object> clientSettings) {
        Map<String, Object> settings = new TreeMap<>(clientSettings);
        settings.put("bootstrap.servers", bootstrapServers);
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CannotStart("Kafka's client refuses its settings (kafka.*): " + cause.getMessage(), e);
        }
    }

    /**
     * Returns when a broker answers.
     *
     * @throws CannotStart when none does, or it refuses who asks
     */
    public static void requireAnswer(Admin admin, String bootstrapServers) {
        try {
            admin.describeCluster().clusterId().get(Asked.PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw silent(bootstrapServers, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw silent(bootstrapServers, e);
            }
            throw new CannotStart("Kafka at " + bootstrapServers + " refuses: " + KafkaRefusal.told(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while looking at the cluster", e);
        }
    }

    private static CannotStart silent(String bootstrapServers, Exception why) {
        return CannotStart.unreachable(
                "no Kafka answers at " + bootstrapServers + " within " + Asked.PATIENCE_S
                        + " s: change kafka.bootstrap.servers, or kafka.security.protocol to what the brokers speak",
                why);
    }
}
