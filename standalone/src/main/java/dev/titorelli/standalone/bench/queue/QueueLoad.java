package dev.titorelli.standalone.bench.queue;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.standalone.bench.BenchTopics;
import dev.titorelli.standalone.bench.queue.ArrivalPlan.Arrival;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends requests when the plan says so, whatever becomes of them: an open loop. */
final class QueueLoad implements AutoCloseable {

    private static final String PROMPT = "a heath landscape at dusk with two bare trees far apart in the dark grass";
    private static final long NANOS_A_MS = 1_000_000;

    private final String topic;
    private final AvroWriter<GenerationRequest> writer;
    private final KafkaProducer<byte[], byte[]> producer;

    QueueLoad(FakeFleet.Place place) {
        this.topic = place.topics().name(Topics.REQUEST);
        this.writer = AvroWriter.of(Topics.REQUEST, place.topics().prefix(), place.registry());
        this.producer = place.clients().producer();
    }

    /** Sends them, counted from now, and returns when the broker has all. */
    void send(List<Arrival> arrivals, JobLog log, FakeFleet fleet) {
        long begun = System.nanoTime();
        for (Arrival arrival : arrivals) {
            long due = begun + (long) (arrival.atMs() * NANOS_A_MS);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            byte[] value = writer.write(body(arrival));
            byte[] key = (arrival.tenant() + "/" + arrival.requestId()).getBytes(StandardCharsets.UTF_8);
            log.came(arrival.requestId(), FakeFleet.nowMs(), fleet.isAnyIdle());
            var unused = producer.send(new ProducerRecord<>(topic, key, value));
        }
        producer.flush();
    }

    private static GenerationRequest body(Arrival arrival) {
        return GenerationRequest.newBuilder()
                .setTenant(arrival.tenant())
                .setRequestId(arrival.requestId())
                .setModel(BenchTopics.MODEL)
                .setStages(List.of(Stage.newBuilder()
                        .setPrompt(PROMPT)
                        .setSize(QueueSizes.size(arrival.queue()))
                        .setSteps(arrival.steps())
                        .setImages(arrival.jobs())
                        .build()))
                .build();
    }

    @Override
    public void close() {
        producer.close();
    }
}
