package dev.titorelli.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageSize;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.Stage;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvroRoundTripTest {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void readsWhatItWrites() {
        GenerationRequest request = GenerationRequest.newBuilder()
                .setTenant("atelier")
                .setRequestId("heath-1")
                .setLane(Lane.BULK)
                .setDeadline(Instant.ofEpochMilli(1_500))
                .setLabels(Map.of("for", "größer"))
                .setStages(List.of(Stage.newBuilder()
                        .setPrompt("a heath")
                        .setSize(new ImageSize(64, 32))
                        .setSeed(Long.MIN_VALUE)
                        .build()))
                .build();
        byte[] bytes = AvroWriter.of(Topics.REQUEST, "titorelli.", registry).write(request);

        Decoded<GenerationRequest> read =
                AvroReader.of(Topics.REQUEST, registry).read(bytes);

        assertThat(read).isEqualTo(new Decoded.Value<>(request));
    }

    @Test
    void readsTextAsString() {
        GenerationRequest request = GenerationRequest.newBuilder()
                .setTenant("atelier")
                .setRequestId("heath-1")
                .setLabels(Map.of("for", "the lawyer"))
                .build();
        byte[] bytes = AvroWriter.of(Topics.REQUEST, "titorelli.", registry).write(request);

        var read = (Decoded.Value<GenerationRequest>)
                AvroReader.of(Topics.REQUEST, registry).read(bytes);

        assertThat(read.value().getLabels().get("for")).isInstanceOf(String.class);
    }

    @Test
    void readsARecordWithinARecord() {
        Job job = Job.newBuilder()
                .setJobId("a/b/c/0")
                .setTenant("a")
                .setRequestId("b")
                .setStage("c")
                .setDeadline(Instant.ofEpochMilli(7))
                .build();
        QueueRecord queued = QueueRecord.newBuilder()
                .setKind(QueueRecordKind.ENQUEUE)
                .setQueue("shapes.tokens-16")
                .setTenant("a")
                .setJob(job)
                .build();
        byte[] bytes = AvroWriter.of(Topics.QUEUE, "titorelli.", registry).write(queued);

        assertThat(AvroReader.of(Topics.QUEUE, registry).read(bytes)).isEqualTo(new Decoded.Value<>(queued));
    }

    @Test
    void framesWithZeroAndTheSchemaId() {
        registry.register("another-value", Topics.CONTROL.schema());
        AvroWriter<WorkerHeartbeat> writer = AvroWriter.of(Topics.WORKER, "titorelli.", registry);
        int id = registry.latest("titorelli.worker.v1-value").id();

        byte[] bytes =
                writer.write(WorkerHeartbeat.newBuilder().setWorkerRun("run").build());

        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        assertThat(buffer.get()).isZero();
        assertThat(buffer.getInt()).isEqualTo(id).isEqualTo(2);
        assertThat(buffer.get()).as("length of \"run\" in Avro's zigzag form").isEqualTo((byte) 6);
    }

    @Test
    void writesATombstoneForNull() {
        assertThat(AvroWriter.of(Topics.WORKER, "titorelli.", registry).serialize("any", null))
                .isNull();
    }

    @Test
    void readsWhatAnotherLanguageWrote() {
        // Python's fastavro 1.12, from tenant atelier, requestId heath-1, prompt "a heath, größer"
        byte[] bytes = HexFormat.of()
                .parseHex(
                        "00000000010e6174656c6965720e68656174682d31000200000000020a696d61676522612068656174682c206772c3b6"
                                + "c39f65720000000000020000000000000000000000020001000000000000");
        registry.register("titorelli.request.v1-value", Topics.REQUEST.schema());

        Decoded<GenerationRequest> read =
                AvroReader.of(Topics.REQUEST, registry).read(bytes);

        Stage stage = Stage.newBuilder().setPrompt("a heath, größer").build();
        assertThat(read)
                .isEqualTo(new Decoded.Value<>(GenerationRequest.newBuilder()
                        .setTenant("atelier")
                        .setRequestId("heath-1")
                        .setStages(List.of(stage))
                        .build()));
    }
}
