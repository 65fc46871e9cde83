package dev.titorelli.stream.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker about a topic when it is first named, and about all that were named every ten seconds: setup may have
 * made one meanwhile. Makes none. Safe for several threads.
 */
public final class AdminJobTopics implements JobTopics, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AdminJobTopics.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final long PATIENCE_MS = 2_000;

    private final Admin admin;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "job-topics");
        created.setDaemon(true);
        return created;
    });

    /** @param admin stays the caller's to close */
    public AdminJobTopics(Admin admin) {
        this.admin = admin;
    }

    /** Starts to ask again and again. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(
                this::askAgain, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** True also when the broker does not answer: jobs can't be sent then either, and wait for it. */
    @Override
    public boolean exists(String topic) {
        if (!known.containsKey(topic)) {
            ask(List.of(topic));
        }
        return known.getOrDefault(topic, true);
    }

    /** What is missing is forgotten, so that names that nobody uses do not pile up. */
    void askAgain() {
        known.values().removeIf(exists -> !exists);
        ask(known.keySet());
    }

    private void ask(Collection<String> topics) {
        if (topics.isEmpty()) {
            return;
        }
        admin.describeTopics(topics).topicNameValues().forEach((topic, answer) -> {
            try {
                known.put(topic, exists(answer));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                log.atDebug().setCause(e).addKeyValue("topic", topic).log("the broker did not say whether it is there");
            }
        });
    }

    private static boolean exists(KafkaFuture<TopicDescription> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof TopicAuthorizationException
                    || e.getCause() instanceof InvalidTopicException) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
