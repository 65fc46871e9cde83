package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StreamMeters meters = new StreamMeters(registry, List.of("decode-requests"));

    @Test
    void countsARejectedRequestAsEventAndAsAnswer() {
        meters.written(Topics.EVENT, event(EventKind.REJECTED));

        assertThat(count("titorelli.events", "kind", "rejected")).isEqualTo(1);
        assertThat(count("titorelli.requests", "answer", "rejected")).isEqualTo(1);
        assertThat(count("titorelli.requests", "answer", "accepted")).isZero();
    }

    @Test
    void countsAnEventThatAnswersNobodyAsEventAlone() {
        meters.written(Topics.EVENT, event(EventKind.RUNNING));

        assertThat(count("titorelli.events", "kind", "running")).isEqualTo(1);
        assertThat(count("titorelli.requests", "answer", "accepted")).isZero();
    }

    @Test
    void countsFencesAndNotCancels() {
        meters.written(Topics.JOB_CONTROL, order(JobControlKind.CANCEL));
        meters.written(Topics.JOB_CONTROL, order(JobControlKind.FENCE));

        assertThat(registry.get("titorelli.fences").counter().count()).isEqualTo(1);
    }

    @Test
    void countsNothingForATombstone() {
        meters.written(Topics.WORKER, null);

        assertThat(registry.getMeters()).allSatisfy(meter -> assertThat(meter.measure())
                .allSatisfy(measured -> assertThat(measured.getValue()).isZero()));
    }

    @Test
    void addsUpWhatWaitsInAllTasks() {
        meters.waiting("decode-requests", "0_0", 2);
        meters.waiting("decode-requests", "0_1", 3);
        meters.waiting("decode-requests", "0_0", 1);

        assertThat(registry.get("titorelli.undecoded")
                        .tag("node", "decode-requests")
                        .gauge()
                        .value())
                .isEqualTo(4);
    }

    private double count(String name, String label, String value) {
        return registry.get(name).tag(label, value).counter().count();
    }

    private static Event event(EventKind kind) {
        return Event.newBuilder().setKind(kind).setTenant("a").setRequestId("b").build();
    }

    private static JobControl order(JobControlKind kind) {
        return JobControl.newBuilder().setKind(kind).setJobId("j").build();
    }
}
