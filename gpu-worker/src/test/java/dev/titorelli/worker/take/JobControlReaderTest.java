package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.NOON;
import static dev.titorelli.worker.TestJobs.aRun;
import static dev.titorelli.worker.TestJobs.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JobControlReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("job-control.v1", 0);

    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroWriter<JobControl> writer = AvroWriter.of(Topics.JOB_CONTROL, "", registry);
    private final AvroReader<JobControl> known = AvroReader.of(Topics.JOB_CONTROL, registry);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final JobControlReader orders =
            new JobControlReader(consumer, PARTITION.topic(), new RecordDecoder<>(known));
    private final HeldRuns held = new HeldRuns();
    private final JobRun run = aRun();

    @BeforeEach
    void open() {
        consumer.updateEndOffsets(Map.of(PARTITION, 5L));
        orders.open();
        known.read(writer.write(order(JobControlKind.CANCEL, 0, ""))); // so that its schema is known
        held.add(run);
    }

    @AfterEach
    void close() {
        orders.close();
    }

    @Test
    void beginsAtThePresentEnd() {
        assertThat(consumer.position(PARTITION)).isEqualTo(5);
    }

    @Test
    void letsHeldRunsHeedOrders() {
        add(5, writer.write(order(JobControlKind.CANCEL, 0, "")));
        orders.read(held, NOON);
        assertThat(run.order()).isEqualTo(RunOrder.CANCEL);
    }

    @Test
    void passesOverBytesThatAreNoOrder() {
        add(5, new byte[] {1});
        add(6, writer.write(order(JobControlKind.FENCE, 0, "")));
        orders.read(held, NOON);
        assertThat(run.order()).isEqualTo(RunOrder.FENCE);
    }

    private void add(long offset, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], value));
    }
}
