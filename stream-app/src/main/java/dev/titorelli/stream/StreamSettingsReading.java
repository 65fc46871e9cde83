package dev.titorelli.stream;

import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.lease.Backoff;
import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.queue.QueueLimits;
import dev.titorelli.stream.queue.QueuePolicy;
import dev.titorelli.stream.request.RetentionSettings;
import dev.titorelli.stream.validate.RequestLimits;
import dev.titorelli.uri.UriAllowList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsConfig;

/** The stream app's records, made of what was set. */
final class StreamSettingsReading {

    /** What has to go right; each tells its own problem. */
    static final List<Consumer<Settings>> CHECKS = List.of(
            StreamSettingsReading::limits,
            StreamSettingsReading::lease,
            StreamSettingsReading::retention,
            StreamSettingsReading::allow,
            StreamSettingsReading::inspection,
            StreamSettingsReading::queues);

    private StreamSettingsReading() {}

    static StreamSettings of(Settings settings) {
        String prefix = settings.text(SettingKeys.TOPIC_PREFIX).orElse("");
        return new StreamSettings(
                settings.bootstrapServers(),
                prefix,
                settings.text(SettingKeys.STREAM_APPLICATION_ID).orElse(prefix + "stream-app"),
                settings.folder(SettingKeys.STREAM_STATE_DIR),
                settings.text(SettingKeys.STREAM_DEFAULT_MODEL).orElse(null),
                limits(settings),
                lease(settings),
                retention(settings),
                inspection(settings).withAllow(allow(settings)),
                queues(settings),
                kafka(settings));
    }

    /** The topics of the state are as safe as those of setup: a copy lost with its broker stops the tasks that write it. */
    private static Map<String, Object> kafka(Settings settings) {
        Map<String, Object> all = new HashMap<>();
        settings.text(SettingKeys.TOPICS_REPLICATION)
                .ifPresent(copies -> all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, copies));
        all.putAll(settings.kafka());
        return all;
    }

    private static RequestLimits limits(Settings settings) {
        return named("stream.request.*: ", () -> RequestLimits.of(settings));
    }

    private static LeaseSettings lease(Settings settings) {
        return named(
                "stream.lease.*: ",
                () -> new LeaseSettings(
                        settings.duration(SettingKeys.STREAM_TICK),
                        settings.duration(SettingKeys.STREAM_TICK_GAP),
                        settings.count(SettingKeys.STREAM_SILENT_TICKS),
                        settings.count(SettingKeys.STREAM_ATTEMPTS),
                        settings.duration(SettingKeys.TOPICS_RECORD_LOCK),
                        new Backoff(
                                settings.duration(SettingKeys.STREAM_BACKOFF),
                                settings.duration(SettingKeys.STREAM_LONGEST_BACKOFF))));
    }

    private static RetentionSettings retention(Settings settings) {
        return named(
                "stream.retention.*: ",
                () -> new RetentionSettings(
                        settings.duration(SettingKeys.STREAM_RETENTION),
                        settings.count(SettingKeys.STREAM_RETAINED_REQUESTS),
                        settings.duration(SettingKeys.INTERMEDIATE),
                        settings.duration(SettingKeys.STREAM_BATCH_RETENTION)));
    }

    private static UriAllowList allow(Settings settings) {
        return UriAllowList.of(settings.words(SettingKeys.INPUTS_URI_ALLOW));
    }

    private static InspectionSettings inspection(Settings settings) {
        return named(
                "stream.inspect.*: ",
                () -> new InspectionSettings(
                        UriAllowList.NONE,
                        settings.duration(SettingKeys.STREAM_INSPECT_TIMEOUT),
                        settings.duration(SettingKeys.STREAM_INSPECT_PATIENCE),
                        settings.count(SettingKeys.STREAM_INSPECT_ATTEMPTS),
                        settings.count(SettingKeys.STREAM_INSPECT_INPUTS)));
    }

    private static QueuePolicy queues(Settings settings) {
        return named(
                "stream.queue.*: ",
                () -> new QueuePolicy(
                        new QueueLimits(
                                settings.count(SettingKeys.STREAM_QUEUE_WAITING),
                                settings.count(SettingKeys.STREAM_QUEUE_IN_FLIGHT),
                                settings.count(SettingKeys.STREAM_QUEUE_AHEAD),
                                settings.duration(SettingKeys.STREAM_QUEUE_HORIZON)),
                        PerTenant.weights(settings, SettingKeys.STREAM_QUEUE_WEIGHTS),
                        PerTenant.jobs(settings, SettingKeys.STREAM_QUEUE_WAITING_BY_TENANT),
                        PerTenant.jobs(settings, SettingKeys.STREAM_QUEUE_IN_FLIGHT_BY_TENANT)));
    }

    private static <T> T named(String group, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(group + e.getMessage(), e);
        }
    }
}
