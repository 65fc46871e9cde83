package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.header.Trace;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request's trace goes along with everything that it causes. */
class TraceTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Topic<Job> JOBS = Topics.job(QueueName.parse(Rig.QUEUE));

    private Rig rig;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void goesFromTheRequestToItsJobsAndEvents() {
        request(aRequest().inBatch("b1").build(), TRACE);
        Job job = rig.read(JOBS).get(0);
        rig.outcome(succeeded(job, "w1"));

        for (Topic<?> topic : List.of(Topics.QUEUE, Topics.PLACEMENT, Topics.EVENT, Topics.BATCH)) {
            assertTraced(topic);
        }
    }

    @Test
    void goesIntoTheJobsOwnRecord() {
        request(aRequest().build(), TRACE);

        assertTraced(JOBS);
    }

    @Test
    void goesIntoWhatWorkersAreTold() {
        request(aRequest().build(), TRACE);
        rig.cancel("r1");

        assertTraced(Topics.JOB_CONTROL);
    }

    @Test
    void goesFromAnOutcomeOfAnUnknownRequestIntoItsFence() {
        request(aRequest().build(), TRACE);
        Outcome stray = started(rig.job(), "w1");
        stray.setRequestId("gone");
        stray.setJobId("acme/gone/image/0");
        send(Topics.OUTCOME, "acme/gone", rig.bytes(Topics.OUTCOME, stray), TRACE);

        assertTraced(Topics.JOB_CONTROL);
    }

    @Test
    void goesIntoTheDeadLetterOfAConflict() {
        request(aRequest().build(), TRACE);
        request(aRequest().withSeed(3).build(), TRACE);

        assertTraced(Topics.REQUEST_DLQ);
    }

    @Test
    void goesIntoTheDeadLetterOfWhatCantBeRead() {
        send(Topics.REQUEST, "acme/r1", new byte[] {1, 2, 3}, TRACE);
        send(Topics.OUTCOME, "acme/r1", new byte[] {1, 2, 3}, TRACE);
        send(Topics.QUEUE, "acme/r1", new byte[] {1, 2, 3}, TRACE);

        for (Topic<?> graveyard : List.of(Topics.REQUEST_DLQ, Topics.OUTCOME_DLQ, Topics.JOB_DLQ)) {
            assertTraced(graveyard);
        }
    }

    @Test
    void goesAlongWhenARequestHopsToItsOwner(@TempDir Path otherDir) {
        try (Rig many = new Rig(otherDir, 1000)) {
            many.announce();
            many.pipe(
                    Topics.REQUEST,
                    record("acme/r1", many.bytes(Topics.REQUEST, aRequest().build()), TRACE));

            assertThat(many.records(Topics.REQUEST_REKEYED))
                    .singleElement()
                    .satisfies(hop -> assertThat(Trace.of(hop.headers())).isEqualTo(TRACE));
        }
    }

    @Test
    void isDroppedWhenItIsMalformed() {
        request(aRequest().build(), "00-nonsense");

        assertThat(rig.records(Topics.EVENT)).isNotEmpty().allSatisfy(event -> assertThat(
                        event.headers().lastHeader(Trace.NAME))
                .isNull());
    }

    @Test
    void standsInAnEventOnceBesideItsCloudEvent() {
        request(aRequest().build(), TRACE);

        assertThat(rig.records(Topics.EVENT)).isNotEmpty().allSatisfy(event -> {
            assertThat(event.headers().headers(Trace.NAME)).hasSize(1);
            assertThat(text(event.headers(), "ce_traceparent")).isEqualTo(TRACE);
            assertThat(text(event.headers(), "ce_id")).startsWith("acme/r1/");
        });
    }

    private void assertTraced(Topic<?> topic) {
        assertThat(rig.records(topic)).as(topic.noun()).isNotEmpty().allSatisfy(record -> assertThat(
                        Trace.of(record.headers()))
                .isEqualTo(TRACE));
    }

    private void request(GenerationRequest request, String trace) {
        send(Topics.REQUEST, "acme/r1", rig.bytes(Topics.REQUEST, request), trace);
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, String key, byte[] value, String trace) {
        rig.pipe(topic, record(key, value, trace));
    }

    private TestRecord<byte[], byte[]> record(String key, byte[] value, String trace) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Trace.NAME, trace.getBytes(StandardCharsets.UTF_8));
        return new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers, rig.now());
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
