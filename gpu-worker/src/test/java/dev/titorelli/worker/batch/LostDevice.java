package dev.titorelli.worker.batch;

import ai.djl.engine.EngineException;
import dev.titorelli.program.Program;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import java.time.Clock;
import java.util.function.Consumer;

/** A program whose device is lost at its first step, which is told by its exit code. */
final class LostDevice {

    private LostDevice() {}

    /** Ends with the code that a worker ends with. */
    public static void main(String[] args) {
        System.exit(new Program("lost", System.err).run(LostDevice::start));
    }

    private static AutoCloseable start(Consumer<Throwable> onBroken) {
        FakePainter painter = new FakePainter(() -> {
            throw new EngineException("CUDA error: an illegal memory access was encountered");
        });
        SentRecords sent = new SentRecords(true);
        HeldRuns held = new HeldRuns();
        DeviceLoop device = new DeviceLoop(
                painter,
                DeviceLoop.Pace.of(1),
                new DeviceLoop.Shelter(new InMemoryObjectStore(), Backoff.DEFAULT),
                new DeviceLoop.Reports(
                        new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, onBroken),
                        new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                        onBroken),
                new DevicePulse(Clock.systemUTC()),
                Clock.systemUTC());
        device.start();
        JobRun run = TestJobs.aRun();
        held.add(run);
        device.begin(run);
        return device;
    }
}
