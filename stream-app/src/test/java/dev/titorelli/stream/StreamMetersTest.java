package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.Lane;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
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
    void countsByQueueWhatIsReleased() {
        meters.written(Topics.JOB, job("mini.tokens-64"));
        meters.written(Topics.JOB, job("mini.tokens-64"));

        assertThat(count("titorelli.queue.released", "queue", "mini.tokens-64")).isEqualTo(2);
    }

    @Test
    void countsByQueueAndReasonWhatIsRefused() {
        meters.written(Topics.PLACEMENT, placement(PlacementKind.REFUSED, "mini.tokens-64"));
        meters.written(Topics.PLACEMENT, placement(PlacementKind.QUEUED, "mini.tokens-64"));

        assertThat(registry.get("titorelli.queue.refused")
                        .tag("queue", "mini.tokens-64")
                        .tag("reason", "QUEUE_FULL")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void countsUnderOneNameTheQueuesBeyondTwoHundred() {
        for (int i = 0; i < 250; i++) {
            meters.written(Topics.PLACEMENT, placement(PlacementKind.REFUSED, "mini.tokens-" + (i + 1)));
        }

        assertThat(count("titorelli.queue.refused", "queue", "_others")).isEqualTo(50);
        assertThat(registry.find("titorelli.queue.refused").counters()).hasSize(201);
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

    private static Job job(String queue) {
        return Job.newBuilder()
                .setJobId("a/b/c/0")
                .setTenant("a")
                .setRequestId("b")
                .setStage("c")
                .setQueue(queue)
                .setLane(Lane.INTERACTIVE)
                .build();
    }

    private static Placement placement(PlacementKind kind, String queue) {
        return Placement.newBuilder()
                .setKind(kind)
                .setTenant("a")
                .setRequestId("b")
                .setJobId("a/b/c/0")
                .setQueue(queue)
                .setReason("QUEUE_FULL")
                .build();
    }

    private static Event event(EventKind kind) {
        return Event.newBuilder().setKind(kind).setTenant("a").setRequestId("b").build();
    }

    private static JobControl order(JobControlKind kind) {
        return JobControl.newBuilder().setKind(kind).setJobId("j").build();
    }
}
