package dev.titorelli.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Outcome;
import dev.titorelli.Progress;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The headers as the CloudEvents project's own library reads them. */
class CloudEventHeadersTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");
    private static final byte[] VALUE = {0, 0, 0, 0, 7, 1};

    private final Event event = Event.newBuilder()
            .setKind(EventKind.COMPLETED)
            .setTenant("acme")
            .setRequestId("r1")
            .setSequence(4)
            .setAt(NOON)
            .build();
    private final Progress progress = Progress.newBuilder()
            .setTenant("acme")
            .setRequestId("r1")
            .setJobId("acme/r1/image/0")
            .setAttempt(2)
            .setWorkerRun("w1")
            .setStep(5)
            .setAt(NOON)
            .build();

    @Test
    void makesAnEventACloudEvent() {
        CloudEvent read = read(Topics.EVENT, event, null);

        assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(read.getId()).isEqualTo("acme/r1/4");
        assertThat(read.getSource()).hasToString("/titorelli.event.v1");
        assertThat(read.getType()).isEqualTo("dev.titorelli.request.completed.v1");
        assertThat(read.getSubject()).isEqualTo("acme/r1");
        assertThat(read.getTime()).isEqualTo(NOON.toString());
        assertThat(read.getDataContentType()).isEqualTo("application/vnd.confluent.avro");
        assertThat(read.getData().toBytes()).isEqualTo(VALUE);
        assertThat(read.getExtensionNames()).isEmpty();
    }

    @Test
    void makesProgressACloudEvent() {
        CloudEvent read = read(Topics.PROGRESS, progress, null);

        assertThat(read.getId()).isEqualTo("acme/r1/image/0#2#w1#5#1767268800123");
        assertThat(read.getSource()).hasToString("/titorelli.progress.v1");
        assertThat(read.getType()).isEqualTo("dev.titorelli.job.progress.v1");
        assertThat(read.getSubject()).isEqualTo("acme/r1/image/0");
    }

    @Test
    void repeatsTheTraceAsTheExtensionWantsIt() {
        assertThat(read(Topics.EVENT, event, TRACE).getExtension("traceparent")).isEqualTo(TRACE);
    }

    @Test
    void givesTheSameWordTheSameIdAndAnotherWordAnother() {
        String id = read(Topics.EVENT, event, null).getId();

        assertThat(read(Topics.EVENT, Event.newBuilder(event).build(), null).getId())
                .isEqualTo(id);
        assertThat(read(Topics.EVENT, Event.newBuilder(event).setSequence(5).build(), null)
                        .getId())
                .isNotEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource(value = EventKind.class, names = "BATCH_COMPLETED", mode = EnumSource.Mode.EXCLUDE)
    void namesATypeOfEveryKind(EventKind kind) {
        Event told = Event.newBuilder(event).setKind(kind).build();

        assertThat(read(Topics.EVENT, told, null).getType()).matches("dev\\.titorelli\\.request\\.[a-z_]+\\.v1");
    }

    @Test
    void makesTheEventOfABatchACloudEventAboutTheBatch() {
        Event done = Event.newBuilder(event)
                .setKind(EventKind.BATCH_COMPLETED)
                .setRequestId("")
                .setBatch("spring")
                .build();

        CloudEvent read = read(Topics.EVENT, done, null);

        assertThat(read.getId()).isEqualTo("acme/spring#completed#1767268800123");
        assertThat(read.getSubject()).isEqualTo("acme/spring");
        assertThat(read.getType()).isEqualTo("dev.titorelli.batch.completed.v1");
    }

    @Test
    void addsNothingToOtherRecords() {
        Outcome outcome = Outcome.newBuilder()
                .setTenant("acme")
                .setRequestId("r1")
                .setJobId("acme/r1/image/0")
                .build();

        assertThat(headers(Topics.OUTCOME, outcome, null)).isEmpty();
        assertThat(headers(Topics.WORKER, null, null)).isEmpty();
    }

    private static CloudEvent read(Topic<?> topic, SpecificRecord value, String trace) {
        try (CloudEventDeserializer foreign = new CloudEventDeserializer()) {
            return foreign.deserialize("any", headers(topic, value, trace), VALUE);
        }
    }

    private static Headers headers(Topic<?> topic, SpecificRecord value, String trace) {
        Headers headers = Trace.headers(trace);
        CloudEventHeaders.of(topic, Topics.DEFAULT_PREFIX).addTo(headers, value);
        return headers;
    }
}
