package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WaitingConsumerTest {

    private static final Executor HERE = Runnable::run;

    private final List<Duration> polls = new ArrayList<>();
    private boolean hasRecord;

    @Test
    void pollsLongerAndLongerWhileNothingComes() {
        WaitingConsumer consumer = consumer();

        polled(consumer, 9);

        assertThat(polls)
                .startsWith(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40))
                .endsWith(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    /** The next answer may be the record's transaction marker, after which nothing comes to the same poll. */
    @Test
    void pollsBrieflyAfterARecord() {
        WaitingConsumer consumer = consumer();
        polled(consumer, 9);
        hasRecord = true;
        polled(consumer, 1);
        polls.clear();
        hasRecord = false;

        polled(consumer, 2);

        assertThat(polls).containsExactly(Duration.ofMillis(10), Duration.ofMillis(20));
    }

    private static void polled(WaitingConsumer consumer, int times) {
        for (int i = 0; i < times; i++) {
            consumer.ask();
            assertThat(consumer.answer()).isPresent();
        }
    }

    @SuppressWarnings("unchecked")
    private WaitingConsumer consumer() {
        ShareConsumer<byte[], byte[]> polling = (ShareConsumer<byte[], byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShareConsumer.class}, (proxy, method, arguments) -> {
                    polls.add((Duration) arguments[0]);
                    return hasRecord ? oneRecord() : ConsumerRecords.empty();
                });
        return new WaitingConsumer(polling, HERE, new Bell(), Clock.systemUTC());
    }

    private static ConsumerRecords<byte[], byte[]> oneRecord() {
        TopicPartition partition = new TopicPartition("jobs", 0);
        return new ConsumerRecords<>(
                Map.of(partition, List.of(new ConsumerRecord<>("jobs", 0, 0, new byte[0], new byte[0]))), Map.of());
    }
}
