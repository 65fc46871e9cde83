package dev.titorelli.standalone.cli;

import dev.titorelli.identity.QueueName;
import dev.titorelli.settings.SettingKey;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.ModelAlias;
import dev.titorelli.worker.object.ObjectStores;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What setup reads of the settings. */
record SetupSettings(Settings settings, SetupPlan plan) {

    /** What has to go right; each tells its own problem. */
    static final List<Consumer<Settings>> CHECKS = List.of(
            settings -> ObjectStores.requireValid(settings.objects()),
            SetupSettings::replication,
            settings -> requireAtLeastOne(settings, SettingKeys.TOPICS_REQUEST_PARTITIONS),
            settings -> requireAtLeastOne(settings, SettingKeys.TOPICS_QUEUE_PARTITIONS));

    /** @param models folders; without any, the one that is set */
    static SetupSettings of(Settings settings, List<Path> models) {
        List<Path> folders =
                models.isEmpty() && settings.text(SettingKeys.MODEL).isPresent()
                        ? List.of(settings.folder(SettingKeys.MODEL))
                        : models;
        List<Integer> buckets = settings.counts(SettingKeys.WORKER_BUCKETS);
        List<QueueName> queues = folders.stream()
                .flatMap(folder -> GpuWorker.queuesOf(folder, alias(folder, folders, settings), buckets).stream())
                .toList();
        return new SetupSettings(
                settings,
                new SetupPlan(
                        settings.text(SettingKeys.TOPIC_PREFIX).orElse(""),
                        settings.count(SettingKeys.TOPICS_REQUEST_PARTITIONS),
                        settings.count(SettingKeys.TOPICS_QUEUE_PARTITIONS),
                        replication(settings),
                        queues,
                        settings.duration(SettingKeys.TOPICS_RECORD_LOCK)));
    }

    /** Name of the stream app's group, and what the names of its state's topics begin with. */
    String applicationId() {
        return settings.text(SettingKeys.STREAM_APPLICATION_ID).orElse(plan.prefix() + "stream-app");
    }

    int workers() {
        return settings.count(SettingKeys.TOPICS_WORKERS);
    }

    private static short replication(Settings settings) {
        if (settings.text(SettingKeys.TOPICS_REPLICATION).isEmpty()) {
            return SetupPlan.BROKERS_REPLICATION;
        }
        int copies = settings.count(SettingKeys.TOPICS_REPLICATION);
        if (copies < 1 || copies > Short.MAX_VALUE) {
            throw new IllegalArgumentException("topics.replication '" + copies + "': allowed is 1 and above");
        }
        return (short) copies;
    }

    private static void requireAtLeastOne(Settings settings, SettingKey key) {
        if (settings.count(key) < 1) {
            throw new IllegalArgumentException(key.name() + " '0': allowed is 1 and above");
        }
    }

    /** A chosen alias is one model's. */
    private static String alias(Path folder, List<Path> folders, Settings settings) {
        return settings.text(SettingKeys.WORKER_ALIAS)
                .filter(alias -> folders.size() == 1)
                .orElseGet(() -> ModelAlias.of(folder));
    }
}
