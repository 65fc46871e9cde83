package dev.titorelli.stream;

import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.queue.QueuePolicy;
import dev.titorelli.stream.request.RetentionSettings;
import dev.titorelli.stream.validate.RequestLimits;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.util.Map;

/**
 * How the stream app runs.
 *
 * @param bootstrapServers brokers, host:port separated by commas
 * @param topicPrefix before the name of every topic, such as {@code titorelli.}
 * @param applicationId name of its consumer group, and prefix of its state's topics
 * @param stateDir folder of its state; a copy that the broker's topics can make again
 * @param defaultModel alias for requests that name no model; null without one
 * @param limits what requests may ask for
 * @param lease when a worker counts as lost
 * @param retention how long ended requests are remembered
 * @param inspection how inputs are inspected
 * @param queues tenants' shares and limits
 * @param kafka further settings of Kafka Streams and its clients, which win over those that the app sets
 */
public record StreamSettings(
        String bootstrapServers,
        String topicPrefix,
        String applicationId,
        Path stateDir,
        String defaultModel,
        RequestLimits limits,
        LeaseSettings lease,
        RetentionSettings retention,
        InspectionSettings inspection,
        QueuePolicy queues,
        Map<String, Object> kafka) {

    public StreamSettings {
        kafka = Map.copyOf(kafka);
    }

    /** The usual settings. */
    public static StreamSettings of(String bootstrapServers, Path stateDir) {
        return new StreamSettings(
                bootstrapServers,
                Topics.DEFAULT_PREFIX,
                "titorelli-stream-app",
                stateDir,
                null,
                RequestLimits.DEFAULTS,
                LeaseSettings.DEFAULTS,
                RetentionSettings.DEFAULTS,
                InspectionSettings.DEFAULTS,
                QueuePolicy.DEFAULTS,
                Map.of());
    }

    /** The same under another name, on topics that begin otherwise. */
    public StreamSettings on(String prefix, String id) {
        return new StreamSettings(
                bootstrapServers,
                prefix,
                id,
                stateDir,
                defaultModel,
                limits,
                lease,
                retention,
                inspection,
                queues,
                kafka);
    }

    /** The same with another default model. */
    public StreamSettings withDefaultModel(String alias) {
        return new StreamSettings(
                bootstrapServers,
                topicPrefix,
                applicationId,
                stateDir,
                alias,
                limits,
                lease,
                retention,
                inspection,
                queues,
                kafka);
    }

    /** The same with other lease settings. */
    public StreamSettings withLease(LeaseSettings other) {
        return new StreamSettings(
                bootstrapServers,
                topicPrefix,
                applicationId,
                stateDir,
                defaultModel,
                limits,
                other,
                retention,
                inspection,
                queues,
                kafka);
    }

    /** The same with other rules for inspections. */
    public StreamSettings withInspection(InspectionSettings other) {
        return new StreamSettings(
                bootstrapServers,
                topicPrefix,
                applicationId,
                stateDir,
                defaultModel,
                limits,
                lease,
                retention,
                other,
                queues,
                kafka);
    }

    /** The same with other shares and limits of tenants. */
    public StreamSettings withQueues(QueuePolicy other) {
        return new StreamSettings(
                bootstrapServers,
                topicPrefix,
                applicationId,
                stateDir,
                defaultModel,
                limits,
                lease,
                retention,
                inspection,
                other,
                kafka);
    }

    /** The same with another memory of ended requests. */
    public StreamSettings withRetention(RetentionSettings other) {
        return new StreamSettings(
                bootstrapServers,
                topicPrefix,
                applicationId,
                stateDir,
                defaultModel,
                limits,
                lease,
                other,
                inspection,
                queues,
                kafka);
    }

    /** The same with other settings for Kafka Streams and its clients. */
    public StreamSettings withKafka(Map<String, Object> other) {
        return new StreamSettings(
                bootstrapServers,
                topicPrefix,
                applicationId,
                stateDir,
                defaultModel,
                limits,
                lease,
                retention,
                inspection,
                queues,
                other);
    }
}
