package dev.titorelli.worker.take;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which buckets can be served: those whose job topics exist and whose share groups lose nothing. */
final class QueueCheck {

    private static final Logger log = LoggerFactory.getLogger(QueueCheck.class);
    private static final long LIMIT_SECONDS = 30;
    private static final String RECORD_LOCK = "share.record.lock.duration.ms";
    private static final Map<String, String> NEEDED =
            Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", "read_committed");

    private final Admin admin;
    private final String prefix;

    QueueCheck(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /** The buckets whose both queues are in order; the log tells what the others lack. */
    List<Integer> servable(String alias, List<Integer> buckets) {
        Set<String> topics = asked(admin.listTopics().names());
        return buckets.stream()
                .filter(bucket ->
                        Buckets.queues(alias, List.of(bucket)).stream().allMatch(q -> isInOrder(q, topics)))
                .toList();
    }

    /** The shortest record lock of the queues' share groups. */
    Duration recordLock(List<QueueName> queues) {
        return queues.stream()
                .map(queue -> settings(topic(queue)).get(RECORD_LOCK).value())
                .map(ms -> Duration.ofMillis(Long.parseLong(ms)))
                .min(Duration::compareTo)
                .orElseThrow();
    }

    private boolean isInOrder(QueueName queue, Set<String> topics) {
        String topic = topic(queue);
        if (!topics.contains(topic)) {
            notServed(queue, "topic " + topic + " does not exist");
            return false;
        }
        List<String> lacking = lacking(settings(topic));
        if (!lacking.isEmpty()) {
            notServed(queue, "share group " + topic + " lacks " + lacking);
        }
        return lacking.isEmpty();
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
        return asked(admin.describeConfigs(List.of(resource)).all()).get(resource);
    }

    private String topic(QueueName queue) {
        return Topics.job(queue).name(prefix);
    }

    private static void notServed(QueueName queue, String why) {
        log.atWarn().addKeyValue("queue", queue).addKeyValue("why", why).log("queue not served");
    }

    private static <T> T asked(org.apache.kafka.common.KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while asking the broker", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CannotStart("the broker does not tell its topics and groups: " + e.getMessage(), e);
        }
    }
}
