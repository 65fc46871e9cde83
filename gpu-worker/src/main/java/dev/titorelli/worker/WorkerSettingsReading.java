package dev.titorelli.worker;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.QueueName;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.worker.batch.Backoff;
import dev.titorelli.worker.object.ObjectStores;
import dev.titorelli.worker.tensor.ComputeType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The worker's records, made of what was set. */
final class WorkerSettingsReading {

    /** What has to go right; each tells its own problem. */
    static final List<Consumer<Settings>> CHECKS = Stream.concat(
                    InspectSettingsReading.CHECKS.stream(),
                    Stream.<Consumer<Settings>>of(
                            WorkerSettingsReading::requireModelFolder,
                            WorkerSettingsReading::alias,
                            WorkerSettingsReading::queues,
                            WorkerSettingsReading::mostQueues,
                            WorkerSettingsReading::computeType,
                            settings -> ObjectStores.requireValid(settings.objects())))
            .toList();

    private WorkerSettingsReading() {}

    static WorkerSettings of(Settings settings) {
        return new WorkerSettings(
                settings.bootstrapServers(),
                settings.text(SettingKeys.TOPIC_PREFIX).orElse(""),
                settings.text(SettingKeys.WORKER_NAME).orElseGet(WorkerSettingsReading::nameOfProcess),
                alias(settings),
                settings.counts(SettingKeys.WORKER_BUCKETS),
                queues(settings),
                new WorkerSettings.Timing(
                        settings.duration(SettingKeys.WORKER_HEARTBEAT),
                        settings.duration(SettingKeys.WORKER_STUCK),
                        settings.duration(SettingKeys.WORKER_DRAIN),
                        Backoff.DEFAULT,
                        new WorkerSettings.Paces(
                                settings.duration(SettingKeys.WORKER_SLICE),
                                settings.duration(SettingKeys.WORKER_PROGRESS),
                                settings.duration(SettingKeys.WORKER_PREVIEWS),
                                settings.duration(SettingKeys.INTERMEDIATE),
                                settings.duration(SettingKeys.WORKER_CHECKPOINT),
                                Duration.ofMillis(settings.count(SettingKeys.WORKER_MEASURE)))),
                new WorkerSettings.Capacity(
                        settings.count(SettingKeys.WORKER_JOBS),
                        (long) settings.count(SettingKeys.WORKER_MEMORY) << 20,
                        (long) settings.count(SettingKeys.WORKER_PREFIX_CACHE) << 20,
                        mostQueues(settings),
                        (long) settings.count(SettingKeys.WORKER_ADAPTER_CACHE) << 20),
                InspectSettingsReading.of(settings),
                settings.kafka());
    }

    private static void requireModelFolder(Settings settings) {
        if (InspectSettingsReading.paintsNothing(settings)) {
            return;
        }
        Path folder = settings.folder(SettingKeys.MODEL);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("model '" + folder + "': no such folder");
        }
    }

    private static String alias(Settings settings) {
        return settings.text(SettingKeys.WORKER_ALIAS)
                .map(WorkerSettingsReading::requireAlias)
                .or(() -> settings.text(SettingKeys.MODEL).map(folder -> ofFolder(Path.of(folder))))
                .orElse("");
    }

    private static String requireAlias(String alias) {
        if (!JobId.isStageName(alias)) {
            throw new IllegalArgumentException("worker.alias '" + alias + "': allowed is [a-z0-9-]{1,40}");
        }
        return alias;
    }

    private static String ofFolder(Path folder) {
        try {
            return ModelAlias.of(folder);
        } catch (CannotStart e) {
            throw new IllegalArgumentException("model: " + e.getMessage(), e);
        }
    }

    static ComputeType computeType(Settings settings) {
        try {
            return ComputeType.of(settings.required(SettingKeys.WORKER_DTYPE));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("worker." + e.getMessage(), e);
        }
    }

    private static List<QueueName> queues(Settings settings) {
        try {
            return settings.words(SettingKeys.WORKER_QUEUES).stream()
                    .map(QueueName::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("worker.queues: " + e.getMessage(), e);
        }
    }

    private static int mostQueues(Settings settings) {
        int most = settings.count(SettingKeys.WORKER_QUEUES_MAX);
        if (most < 1) {
            throw new IllegalArgumentException("worker.queues.max " + most + ": allowed is 1 and above");
        }
        return most;
    }

    private static String nameOfProcess() {
        long pid = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + pid;
        } catch (UnknownHostException e) {
            return "worker-" + pid;
        }
    }
}
