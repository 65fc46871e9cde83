package dev.titorelli.worker.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.InspectWish;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.fetch.FetchSettings;
import dev.titorelli.worker.fetch.FileFetch;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.PutResult;
import dev.titorelli.worker.object.StoredObject;
import dev.titorelli.worker.outcome.DeadLetters;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.junit.jupiter.api.Test;

class InspectLineTest {

    private static final String TOPIC = "inspect.v1";

    private final SentRecords sent = new SentRecords(true);
    private final Clock clock = Clock.fixed(Wishes.NOON, ZoneOffset.UTC);
    private final CountDownLatch answered = new CountDownLatch(3);
    private final List<String> acknowledged = new ArrayList<>();

    /** Counts what is acknowledged, in explicit mode as the broker's. */
    private final class Broker extends MockShareConsumer<byte[], byte[]> {

        private boolean inHand;

        Broker() {
            subscribe(List.of(TOPIC));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (inHand) {
                throw new IllegalStateException("all records must be acknowledged in explicit mode");
            }
            var polled = super.poll(timeout);
            inHand = !polled.isEmpty();
            return polled;
        }

        @Override
        public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record) {
            acknowledged.add(record.topic());
            inHand = false;
        }

        @Override
        public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
            return Map.of();
        }
    }

    @Test
    void acknowledgesEveryWishAndAnswersIt() throws Exception {
        Broker broker = new Broker();
        for (int i = 0; i < 3; i++) {
            broker.addRecord(new ConsumerRecord<>(TOPIC, 0, i, null, bytes(i)));
        }
        InspectSettings narrow = new InspectSettings(InspectMode.BESIDE, 1, 0, FetchSettings.NONE);
        try (FileFetch fetch = new FileFetch(FetchSettings.NONE);
                InspectPool pool = new InspectPool(narrow, inspection(fetch), answers());
                InspectLine line = new InspectLine(() -> broker, reading(), pool)) {
            line.start();

            assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(line.trouble()).isEmpty();
        }
        assertThat(acknowledged).containsExactly(TOPIC, TOPIC, TOPIC);
    }

    private InputInspection inspection(FileFetch fetch) {
        return new InputInspection(fetch, new CountingStore(), 1000);
    }

    /** Has nothing, and counts who asked. */
    private final class CountingStore implements ObjectStore {

        @Override
        public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
            throw new AssertionError("nothing is stored");
        }

        @Override
        public Optional<StoredObject> get(String key) {
            answered.countDown();
            return Optional.empty();
        }

        @Override
        public Optional<ObjectMetadata> head(String key) {
            return Optional.empty();
        }

        @Override
        public void remove(String key) {
            throw new AssertionError("nothing is removed");
        }
    }

    private InspectAnswers answers() {
        return new InspectAnswers(sent.sender(), "run-1", clock);
    }

    private WishReading reading() {
        return new WishReading(
                AvroReader.of(Topics.INSPECT, sent.registry()), new DeadLetters(sent.sender(), "run-1", clock), clock);
    }

    private byte[] bytes(int input) {
        InspectWish wish = InspectWish.newBuilder(Wishes.ofObject("inputs/acme/none", ""))
                .setInput(input)
                .build();
        return AvroWriter.of(Topics.INSPECT, "", sent.registry()).write(wish);
    }
}
