package dev.titorelli.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings as Kafka Streams reads them. */
public final class StreamConfig {

    private static final long COMMIT_INTERVAL_MS = 50;

    /**
     * A broker that dies is missed after 9 s by default, and its partitions lead elsewhere 2 s later: a transaction has to
     * outlive that, or every task is fenced and restores its state. Not longer, as readers of job topics wait for the
     * oldest open transaction.
     */
    private static final int TRANSACTION_TIMEOUT_MS = 15_000;

    /** How long the partitions of a killed instance wait for another; Kafka's own default is 45 s. */
    private static final int SESSION_TIMEOUT_MS = 15_000;

    /**
     * What a partition gets within a commit's interval fits, so that a commit sends one request instead of one for each
     * 16 KiB: each costs the broker an entry in the log of transactions for the partitions that it is the first to name.
     */
    private static final int BATCH_BYTES = 256 * 1024;

    private StreamConfig() {}

    /** Properties for a topology under these settings. */
    public static Properties of(StreamSettings settings) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // The protocol "streams" refuses any change of the topology of an existing group.
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MS);
        // Records of different topics need no common order, so that none has to be waited for.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MS);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        properties.putAll(settings.kafka());
        return properties;
    }

    /** How long the group waits for an instance that is silent, before others take over its partitions. */
    static Duration session(Properties config) {
        String name = ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;
        Object millis = Stream.of(StreamsConfig.mainConsumerPrefix(name), StreamsConfig.consumerPrefix(name), name)
                .map(config::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        return Duration.ofMillis(Long.parseLong(millis.toString()));
    }
}
