package dev.titorelli.stream.catalogue;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.Lane;
import dev.titorelli.ModelBucket;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Asks the broker to make the job topics, each with the settings of its share group. Safe for several threads. */
public final class AdminJobTopics implements JobTopics {

    private static final long PATIENCE_S = 30;

    private final Admin admin;
    private final String prefix;
    private final Duration recordLock;
    private final Set<String> existing = ConcurrentHashMap.newKeySet();

    /** @param recordLock how long the broker locks a taken job for one worker */
    public AdminJobTopics(Admin admin, String prefix, Duration recordLock) {
        this.admin = admin;
        this.prefix = prefix;
        this.recordLock = recordLock;
    }

    /** @throws IllegalStateException when the broker refuses or does not answer */
    @Override
    public void ensure(CatalogueEntry model) {
        List<Topic<?>> unseen = model.getBuckets().stream()
                .flatMap(bucket -> topics(model.getAlias(), bucket))
                .filter(topic -> !existing.contains(topic.name(prefix)))
                .toList();
        if (unseen.isEmpty()) {
            return;
        }
        Set<String> present = await("all topics", admin.listTopics().names());
        unseen.stream().filter(topic -> !present.contains(topic.name(prefix))).forEach(this::make);
        unseen.forEach(topic -> existing.add(topic.name(prefix)));
    }

    private static Stream<Topic<?>> topics(String model, ModelBucket bucket) {
        return Stream.of(Lane.INTERACTIVE, Lane.BULK)
                .map(lane -> Topics.job(new QueueName(model, bucket.getTokens(), lane)));
    }

    /**
     * What exists already is left as its operator has set it. So the group comes first: if this process died between the
     * two, a topic whose group lacks its settings would be taken for finished.
     */
    private void make(Topic<?> topic) {
        String name = topic.name(prefix);
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, name);
        await(
                name,
                admin.incrementalAlterConfigs(Map.of(group, groupSettings())).all());
        NewTopic wanted = new NewTopic(name, Optional.of(1), Optional.empty()).configs(topic.settings());
        await(name, admin.createTopics(List.of(wanted)).all());
    }

    private Collection<AlterConfigOp> groupSettings() {
        return Topics.shareGroupSettings(recordLock).entrySet().stream()
                .map(setting -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()), OpType.SET))
                .toList();
    }

    /** Waits; that another instance has made the thing meanwhile is as good, and answered by null. */
    private static <T> T await(String what, KafkaFuture<T> asked) {
        try {
            return asked.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return null;
            }
            throw new IllegalStateException("can't make or find " + what, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer about " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking about " + what, e);
        }
    }
}
