package dev.titorelli.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir
    private Path directory;

    @Test
    void keepsClusterTopicsAndRecordsOverARestartOnAnotherPort() throws Exception {
        String clusterId;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            clusterId = clusterId(kafka);
            createTopic(kafka, "kept");
            send(kafka, "kept", "before");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            send(kafka, "kept", "after");

            assertThat(clusterId(kafka)).isEqualTo(clusterId);
            assertThat(values(kafka, "kept", 2)).containsExactly("before", "after");
        }
    }

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void refusesADirectoryThatAnotherBrokerServes() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(directory.toString());
            assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void createTopic(EmbeddedKafka kafka, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> values(EmbeddedKafka kafka, String topic, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            List<String> values = List.of();
            while (values.size() < count && System.nanoTime() < deadline) {
                List<String> more = consumer.poll(Duration.ofMillis(200)).records(new TopicPartition(topic, 0)).stream()
                        .map(ConsumerRecord::value)
                        .toList();
                values = Stream.concat(values.stream(), more.stream()).toList();
            }
            return values;
        }
    }
}
