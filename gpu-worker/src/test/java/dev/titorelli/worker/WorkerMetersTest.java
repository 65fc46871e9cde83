package dev.titorelli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Ledger;
import dev.titorelli.worker.take.JobMemory;
import dev.titorelli.worker.take.MemoryBound;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class WorkerMetersTest {

    @Test
    void showsTheBoundOfTheMemoryAndWhatTakesIt() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        FakePainter painter = new FakePainter(() -> {});
        new WorkerMeters(meters).watch(new JobMemory(new MemoryBound(5000, true), painter), painter);
        assertThat(bytes(meters, "bound")).isEqualTo(5000);
        assertThat(bytes(meters, "jobs")).isZero();
        assertThat(bytes(meters, "prefixes")).isEqualTo(70);
        assertThat(lookups(meters, "hit")).isEqualTo(2);
        assertThat(lookups(meters, "miss")).isEqualTo(3);
        assertThat(meters.get("titorelli.prefix.saved").functionCounter().count())
                .isEqualTo(4);
        assertThat(painter.prefixBytes()).isEqualTo(5000);
        assertThat(meters.get("titorelli.worker.native.arrays").gauge().value()).isEqualTo(11);
    }

    @Test
    void countsNoDeviceTimeOfAReusedPicture() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        WorkerMeters counted = new WorkerMeters(meters);
        counted.cost(Ledger.newBuilder().setStepMs(80).build());
        counted.cost(Ledger.newBuilder().setReused(true).build());
        assertThat(phase(meters, "fetch").count()).isEqualTo(2);
        assertThat(phase(meters, "step").count()).isEqualTo(1);
    }

    private static Timer phase(SimpleMeterRegistry meters, String phase) {
        return meters.get("titorelli.worker.phase").tag("phase", phase).timer();
    }

    private static double lookups(SimpleMeterRegistry meters, String result) {
        return meters.get("titorelli.prefix.lookups")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    private static double bytes(SimpleMeterRegistry meters, String what) {
        return meters.get("titorelli.memory.bytes").tag("what", what).gauge().value();
    }
}
