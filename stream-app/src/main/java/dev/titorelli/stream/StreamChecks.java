package dev.titorelli.stream;

import dev.titorelli.health.Health;
import dev.titorelli.stream.lease.AdminEndOffsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/** Whether the stream app lives and is ready. */
final class StreamChecks {

    /** The broker is asked every other second. */
    private static final Duration BROKER_SILENCE = Duration.ofSeconds(15);

    /** Kafka's own limit, after which the group gives a member's partitions to others. */
    private static final double POLL_LIMIT_SECONDS = 300;

    private static final String LAST_POLL = "last-poll-seconds-ago";

    private final KafkaStreams streams;
    private final AdminEndOffsets broker;

    StreamChecks(KafkaStreams streams, AdminEndOffsets broker) {
        this.streams = streams;
        this.broker = broker;
    }

    void addTo(Health health) {
        health.live("stream.state", () -> dead(streams.state()));
        health.live("stream.threads", this::stuck);
        health.ready("stream.state", () -> unready(streams.state()));
        health.ready("stream.kafka", () -> silent(broker.silence()));
    }

    /** A stopped app has ended on purpose or is about to end the process. */
    static Optional<String> dead(State state) {
        return state == State.ERROR || state == State.PENDING_ERROR
                ? Optional.of("Kafka Streams is in state " + state + ", the log tells more")
                : Optional.empty();
    }

    /** Kafka Streams says RUNNING when its partitions are assigned and all of its stores are restored. */
    static Optional<String> unready(State state) {
        return switch (state) {
            case RUNNING -> Optional.empty();
            case CREATED, REBALANCING -> Optional.of(state + ": partitions are being assigned, stores restored");
            default -> Optional.of(state.toString());
        };
    }

    static Optional<String> silent(Duration silence) {
        return silence.compareTo(BROKER_SILENCE) > 0
                ? Optional.of("the broker has not answered for " + silence.toSeconds() + " s")
                : Optional.empty();
    }

    private Optional<String> stuck() {
        return streams.metrics().entrySet().stream()
                .filter(entry -> isThreadsOwnPoll(entry.getKey()))
                .map(entry -> entry.getValue())
                .filter(metric -> secondsAgo(metric) > POLL_LIMIT_SECONDS)
                .map(metric -> metric.metricName().tags().get("client-id") + " has not polled for "
                        + (long) secondsAgo(metric) + " s")
                .findFirst();
    }

    /** Not that of the consumers that restore stores, which rest when there is nothing to restore. */
    private static boolean isThreadsOwnPoll(MetricName name) {
        return name.name().equals(LAST_POLL)
                && name.tags().getOrDefault("client-id", "").matches(".*-StreamThread-[0-9]+-consumer");
    }

    private static double secondsAgo(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : -1;
    }
}
