package dev.titorelli.standalone;

import dev.titorelli.stream.StreamSettings;
import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.queue.QueuePolicy;
import dev.titorelli.stream.request.RetentionSettings;
import dev.titorelli.stream.validate.RequestLimits;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.batch.Backoff;
import dev.titorelli.worker.inspect.InspectSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The settings of the parts, where one machine needs others than their defaults. */
final class LocalParts {

    /** A picture that is nearly done may end; a longer one is given back and painted after the next start. */
    private static final WorkerSettings.Timing TIMING = new WorkerSettings.Timing(
            Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(5), Backoff.DEFAULT);

    private LocalParts() {}

    static StreamSettings streams(LocalSettings settings, String bootstrapServers, Path stateDir, String defaultModel) {
        return new StreamSettings(
                bootstrapServers,
                settings.topicPrefix(),
                settings.topicPrefix() + "stream-app",
                stateDir,
                defaultModel,
                RequestLimits.DEFAULTS,
                LeaseSettings.DEFAULTS,
                RetentionSettings.DEFAULTS,
                InspectionSettings.DEFAULTS.withAllow(settings.fetch().allow()),
                QueuePolicy.DEFAULTS,
                // After a kill the next start waits until the broker has missed the last one.
                Map.of("consumer.session.timeout.ms", 6_000, "consumer.heartbeat.interval.ms", 1_000));
    }

    static WorkerSettings worker(LocalSettings settings, String bootstrapServers, String alias) {
        return WorkerSettings.of(bootstrapServers, alias)
                .withTopicPrefix(settings.topicPrefix())
                .withTiming(TIMING)
                .withInspection(InspectSettings.DEFAULT.withFetch(settings.fetch()));
    }
}
