package dev.titorelli.standalone.bench;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.standalone.bench.RequestTimes.Moment;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends requests of one image at a rate, whatever becomes of them: an open loop. */
final class RequestLoad implements AutoCloseable {

    private static final String PROMPT = "a heath landscape at dusk with two bare trees far apart in the dark grass";

    private final String topic;
    private final AvroWriter<GenerationRequest> writer;
    private final KafkaProducer<byte[], byte[]> producer;

    RequestLoad(BenchClients clients, BenchTopics topics, SchemaRegistry registry) {
        this.topic = topics.name(Topics.REQUEST);
        this.writer = AvroWriter.of(Topics.REQUEST, topics.prefix(), registry);
        this.producer = clients.producer();
    }

    /**
     * Sends a round and returns when the broker has all of it.
     *
     * @param perSecond how many a second; 0 for as many as go
     */
    void send(String round, RequestTimes times, double perSecond) {
        long begun = System.nanoTime();
        for (int request = 0; request < times.requests(); request++) {
            long due = perSecond > 0 ? begun + (long) (request / perSecond * 1e9) : System.nanoTime();
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            send(Rounds.requestId(round, request), times, request);
        }
        producer.flush();
    }

    private void send(String requestId, RequestTimes times, int request) {
        GenerationRequest body = GenerationRequest.newBuilder()
                .setTenant(BenchTopics.TENANT)
                .setRequestId(requestId)
                .setModel(BenchTopics.MODEL)
                .setStages(List.of(Stage.newBuilder().setPrompt(PROMPT).build()))
                .build();
        byte[] key = (BenchTopics.TENANT + "/" + requestId).getBytes(StandardCharsets.UTF_8);
        byte[] value = writer.write(body);
        times.note(request, Moment.REQUEST_SENT, System.nanoTime());
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    @Override
    public void close() {
        producer.close();
    }
}
