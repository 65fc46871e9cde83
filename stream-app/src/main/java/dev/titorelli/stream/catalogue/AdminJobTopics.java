package dev.titorelli.stream.catalogue;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.Lane;
import dev.titorelli.ModelBucket;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Asks the broker to make the job topics. Safe for several threads. */
public final class AdminJobTopics implements JobTopics {

    private static final long PATIENCE_S = 30;

    private final Admin admin;
    private final String prefix;
    private final Set<String> existing = ConcurrentHashMap.newKeySet();

    public AdminJobTopics(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /** @throws IllegalStateException when the broker refuses or does not answer */
    @Override
    public void ensure(CatalogueEntry model) {
        List<NewTopic> missing = new ArrayList<>();
        for (ModelBucket bucket : model.getBuckets()) {
            for (Lane lane : List.of(Lane.INTERACTIVE, Lane.BULK)) {
                Topic<?> topic = Topics.job(new QueueName(model.getAlias(), bucket.getTokens(), lane));
                if (!existing.contains(topic.name(prefix))) {
                    missing.add(new NewTopic(topic.name(prefix), Optional.of(1), Optional.empty())
                            .configs(topic.settings()));
                }
            }
        }
        if (!missing.isEmpty()) {
            admin.createTopics(missing).values().forEach(this::await);
        }
    }

    private void await(String topic, KafkaFuture<Void> made) {
        try {
            made.get(PATIENCE_S, TimeUnit.SECONDS);
            existing.add(topic);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("can't make topic " + topic, e);
            }
            existing.add(topic);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer about topic " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making topic " + topic, e);
        }
    }
}
