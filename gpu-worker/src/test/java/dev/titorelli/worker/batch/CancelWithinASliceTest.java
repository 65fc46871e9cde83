package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job of an input picture, cut into the shortest slices: five of each pass, and five layers of each of its four steps. */
final class CancelWithinASliceTest {

    private static final int PARTS = 5;
    private static final int STEPS = 4;

    private final SentRecords sent = new SentRecords(true);
    private final HeldRuns held = new HeldRuns();
    private final AtomicInteger slices = new AtomicInteger();
    private Runnable duringSlice = () -> {};

    @ParameterizedTest(name = "{0}")
    @CsvSource({"encoding, 0, 5", "prefill, 5, 10", "steps, 10, 30", "decoding, 30, 34"})
    void computesNoSliceMoreOnceItIsCancelled(String phase, int from, int to) throws Exception {
        for (int slice = from + 1; slice <= to; slice++) {
            JobRun run = TestJobs.aRun();
            int last = slice;
            duringSlice = () -> {
                if (slices.get() == last) {
                    run.order(RunOrder.CANCEL);
                }
            };
            finish(run);
            assertThat(slices).as(phase).hasValue(slice);
            assertThat(sent.values(Topics.OUTCOME))
                    .last()
                    .extracting(Outcome::getKind)
                    .isEqualTo(OutcomeKind.CANCELLED);
        }
    }

    @Test
    void hasSoManySlices() throws Exception {
        finish(TestJobs.aRun());
        assertThat(slices).hasValue(3 * PARTS + STEPS * PARTS);
    }

    private void finish(JobRun run) throws InterruptedException {
        slices.set(0);
        FakePainter painter = new FakePainter(this::slice).withLayers(PARTS).withInputs();
        painter.cut(PARTS, this::slice);
        CountDownLatch freed = new CountDownLatch(1);
        held.whenFreed(freed::countDown);
        try (DeviceLoop device = device(painter)) {
            device.start();
            held.add(run);
            device.begin(run);
            assertThat(freed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void slice() {
        slices.incrementAndGet();
        duringSlice.run();
    }

    private DeviceLoop device(FakePainter painter) {
        return new DeviceLoop(
                painter,
                new DeviceLoop.Pace(4, Duration.ofNanos(1)),
                new DeviceLoop.Shelter(new InMemoryObjectStore(), Backoff.DEFAULT),
                new DeviceLoop.Reports(
                        new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, failure -> {}),
                        new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                        failure -> {}),
                new DevicePulse(Clock.systemUTC()),
                Clock.systemUTC());
    }
}
