package dev.titorelli.standalone.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a broker that is its own controller and serves one machine.
 *
 * @param directory where it keeps everything
 * @param clientPort where clients connect
 * @param controllerPort where it talks to itself; may differ at each start, as the only voter is named by this setting
 */
record BrokerSettings(Path directory, int clientPort, int controllerPort) {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String CLIENT_LISTENER = "PLAINTEXT";

    /** A folder may lie for longer than Kafka's week, and its stream app then still goes on where it stopped. */
    private static final Duration OFFSETS_RETENTION = Duration.ofDays(3650);

    Map<String, Object> asProperties() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.putAll(addresses());
        all.putAll(storage());
        all.putAll(singleNode());
        all.putAll(groups());
        // Kafka parses text into the width of each setting, but refuses a number of another width.
        all.replaceAll((name, value) -> value.toString());
        return all;
    }

    private Map<String, Object> addresses() {
        String client = CLIENT_LISTENER + "://" + LocalPort.HOST + ":" + clientPort;
        String controller = CONTROLLER_LISTENER + "://" + LocalPort.HOST + ":" + controllerPort;
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                NODE_ID,
                "controller.quorum.voters",
                NODE_ID + "@" + LocalPort.HOST + ":" + controllerPort,
                "listeners",
                client + "," + controller,
                "advertised.listeners",
                client,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "inter.broker.listener.name",
                CLIENT_LISTENER);
    }

    private Map<String, Object> storage() {
        return Map.of(
                "log.dirs",
                directory.toString(),
                "message.max.bytes",
                2 * 1024 * 1024,
                "log.cleaner.dedupe.buffer.size",
                4 * 1024 * 1024,
                "log.cleaner.threads",
                1,
                // The default reserves 10 MB for each index, which shows up in the directory's apparent size.
                "log.index.size.max.bytes",
                1024 * 1024,
                "num.network.threads",
                2,
                "num.io.threads",
                4,
                "background.threads",
                2);
    }

    private static Map<String, Object> singleNode() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("auto.create.topics.enable", false);
        settings.put("default.replication.factor", 1);
        settings.put("min.insync.replicas", 1);
        settings.put("offsets.topic.replication.factor", 1);
        settings.put("offsets.topic.num.partitions", 1);
        settings.put("offsets.retention.minutes", OFFSETS_RETENTION.toMinutes());
        settings.put("transaction.state.log.replication.factor", 1);
        settings.put("transaction.state.log.min.isr", 1);
        settings.put("transaction.state.log.num.partitions", 1);
        settings.put("share.coordinator.state.topic.replication.factor", 1);
        settings.put("share.coordinator.state.topic.min.isr", 1);
        settings.put("share.coordinator.state.topic.num.partitions", 1);
        return settings;
    }

    /** Members join at once and are missed soon: on one machine nothing is gained by waiting. */
    private static Map<String, Object> groups() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("group.initial.rebalance.delay.ms", 0);
        settings.put("group.streams.initial.rebalance.delay.ms", 0);
        for (String kind : new String[] {"consumer", "share", "streams"}) {
            settings.put("group." + kind + ".min.heartbeat.interval.ms", 500);
            settings.put("group." + kind + ".heartbeat.interval.ms", 500);
            settings.put("group." + kind + ".min.session.timeout.ms", 6_000);
            settings.put("group." + kind + ".session.timeout.ms", 10_000);
        }
        return settings;
    }
}
