package dev.titorelli.worker.take;

import dev.titorelli.cluster.Asked;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which buckets can be served: those whose job topics exist and whose share groups lose nothing. Makes neither: setup does.
 * For one thread.
 */
final class QueueCheck {

    private static final Logger log = LoggerFactory.getLogger(QueueCheck.class);
    private static final String REMEDY = "run './titorelli setup --model DIR' with this model's folder";
    private static final String RECORD_LOCK = "share.record.lock.duration.ms";
    private static final Map<String, String> NEEDED =
            new TreeMap<>(Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", "read_committed"));

    private final Admin admin;
    private final String prefix;
    private final List<String> lacking = new ArrayList<>();

    QueueCheck(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /** The buckets whose both queues are in order; {@link #lacking} tells what the others lack. */
    List<Integer> servable(String alias, List<Integer> buckets) {
        Set<String> topics = Asked.answer(admin.listTopics().names(), "list topics");
        List<Integer> servable = new ArrayList<>();
        for (int bucket : buckets) {
            List<String> problems = Buckets.queues(alias, List.of(bucket)).stream()
                    .flatMap(queue -> problem(queue, topics).stream())
                    .toList();
            if (problems.isEmpty()) {
                servable.add(bucket);
            } else {
                lacking.addAll(problems);
                log.atWarn().addKeyValue("bucket", bucket).log("bucket not served: {}", problems);
            }
        }
        return servable;
    }

    /** What keeps buckets from being served, a line a queue, with what to do. */
    List<String> lacking() {
        return List.copyOf(lacking);
    }

    /** The shortest record lock of the queues' share groups. */
    Duration recordLock(List<QueueName> queues) {
        return queues.stream()
                .map(queue -> settings(topic(queue)).get(RECORD_LOCK).value())
                .map(ms -> Duration.ofMillis(Long.parseLong(ms)))
                .min(Duration::compareTo)
                .orElseThrow();
    }

    private Optional<String> problem(QueueName queue, Set<String> topics) {
        String topic = topic(queue);
        if (!topics.contains(topic)) {
            return Optional.of("topic " + topic + " is missing: " + REMEDY);
        }
        List<String> unset = lacking(settings(topic));
        return unset.isEmpty()
                ? Optional.empty()
                : Optional.of("share group " + topic + " lacks " + String.join(", ", unset) + ": " + REMEDY);
    }

    /** What a share group's settings lack so that no job is passed over and none of an open transaction is read. */
    static List<String> lacking(Config settings) {
        List<String> lacking = new ArrayList<>();
        NEEDED.forEach((name, value) -> {
            if (settings.get(name) == null || !value.equals(settings.get(name).value())) {
                lacking.add(name + "=" + value);
            }
        });
        return lacking;
    }

    private Config settings(String group) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        String what = "look at the settings of share group " + group;
        return Asked.answer(admin.describeConfigs(List.of(resource)).all(), what)
                .get(resource);
    }

    private String topic(QueueName queue) {
        return Topics.job(queue).name(prefix);
    }
}
