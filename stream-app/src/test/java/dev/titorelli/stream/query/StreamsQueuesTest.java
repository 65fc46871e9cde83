package dev.titorelli.stream.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.stream.queue.QueueBoard;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsQueuesTest {

    private static final QueueNames NAMES = new QueueNames("queues", "models", 3);

    private final QueueBoard board = new QueueBoard();

    @Test
    void ownsNothingOnceOthersMayHaveTakenOver() {
        // It does not even look: there is no Kafka Streams.
        assertThat(new StreamsQueues(null, NAMES, board, () -> true).partitions())
                .isEmpty();
    }

    @Test
    void tellsNothingOfQueuesOnceOthersMayHaveTakenOver() {
        board.publish(this, QueueTown.report("mini.tokens-64", QueueTown.tenant("acme", 1, 1, 0, 0)));

        BacklogPart part = BacklogPart.own(new StreamsQueues(null, NAMES, board, () -> true), QueueTown.ANYTHING);

        assertThat(part.reports()).isEmpty();
    }

    @Test
    void ownsAndKnowsNothingUntilKafkaStreamsRuns(@TempDir Path stateDir) {
        Properties config = new Properties();
        config.put("application.id", "unstarted");
        config.put("bootstrap.servers", "127.0.0.1:1");
        config.put("state.dir", stateDir.toString());
        Topology topology = new Topology();
        topology.addSource("read", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "some");
        try (KafkaStreams streams = new KafkaStreams(topology, config)) {
            QueueHoldings holdings = new StreamsQueues(streams, NAMES, board, () -> false);

            assertThat(holdings.partitions()).isEmpty();
            assertThat(holdings.known()).isEmpty();
        }
    }
}
