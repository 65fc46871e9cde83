package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.TestJobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class DevicePulseTest {

    private Instant now = TestJobs.NOON;
    private final DevicePulse pulse = new DevicePulse(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void isQuietFromItsLastBeatOnWhileItHasWork() {
        assertThat(pulse.quietFor()).isZero();
        pulse.busy(true);
        pass(3);
        assertThat(pulse.quietFor()).isEqualTo(Duration.ofSeconds(3));
        pulse.beat();
        assertThat(pulse.quietFor()).isZero();
        pulse.busy(false);
        pass(3);
        assertThat(pulse.quietFor()).isZero();
    }

    @Test
    void countsNoTimeInWhichTheWholeProcessStoodStill() {
        pulse.busy(true);
        pass(2);
        pass(60);
        pulse.stoodStill(Duration.ofSeconds(60));
        pass(1);
        assertThat(pulse.quietFor()).isEqualTo(Duration.ofSeconds(3));
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }
}
