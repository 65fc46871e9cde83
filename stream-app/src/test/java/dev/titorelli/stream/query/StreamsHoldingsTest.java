package dev.titorelli.stream.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsHoldingsTest {

    private static final Duration ALLOWED = Duration.ofSeconds(10);
    private static final StateNames NAMES = new StateNames("requests", "workers", "titorelli.request.v1", 3);

    @Test
    void holdsNothingOnceOthersMayHaveTakenOver() {
        // It does not even look: there is no Kafka Streams.
        Holdings cutOff = new StreamsHoldings(null, NAMES, () -> ALLOWED.plusMillis(1), ALLOWED);

        assertThat(cutOff.partition(0)).isEmpty();
    }

    @Test
    void holdsNothingUntilKafkaStreamsRuns(@TempDir Path stateDir) {
        Properties config = new Properties();
        config.put("application.id", "unstarted");
        config.put("bootstrap.servers", "127.0.0.1:1");
        config.put("state.dir", stateDir.toString());
        Topology topology = new Topology();
        topology.addSource("read", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "some");
        try (KafkaStreams streams = new KafkaStreams(topology, config)) {
            Holdings holdings = new StreamsHoldings(streams, NAMES, () -> Duration.ZERO, ALLOWED);

            assertThat(holdings.partition(0)).isEmpty();
            assertThat(holdings.heldBy("run", "a/b/c/0")).isEmpty();
            assertThat(new StreamsPeers(streams, NAMES, "127.0.0.1:2").others()).isEmpty();
        }
    }
}
