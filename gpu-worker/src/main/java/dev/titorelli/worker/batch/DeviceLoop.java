package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.outcome.StoredPicture;
import dev.titorelli.worker.outcome.Written;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that owns the device: one run after the other becomes a picture and an outcome. */
public final class DeviceLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeviceLoop.class);
    private static final int MEMORY_TRIES = 3;

    private final BlockingQueue<JobRun> begun = new LinkedBlockingQueue<>();
    private final PictureMaker maker;
    private final ObjectStore store;
    private final Backoff backoff;
    private final DevicePulse pulse;
    private final Boundary boundary;
    private final OutcomeWriter outcomes;
    private final DeadLetters deadLetters;
    private final Consumer<Throwable> broken;
    private final Thread thread;

    /** Where runs get their inputs from and put their pictures to. */
    public record Shelter(ObjectStore store, Backoff backoff) {}

    /** What a run's end is told to. */
    public record Reports(OutcomeWriter outcomes, DeadLetters deadLetters, Consumer<Throwable> broken) {}

    public DeviceLoop(Painter painter, Shelter shelter, Reports reports, DevicePulse pulse, Clock clock) {
        this.store = shelter.store();
        this.backoff = shelter.backoff();
        this.outcomes = reports.outcomes();
        this.deadLetters = reports.deadLetters();
        this.broken = reports.broken();
        this.pulse = pulse;
        this.boundary = new Boundary(pulse, clock);
        this.maker = new PictureMaker(painter, outcomes, boundary, clock);
        this.thread = new Thread(this::work, "titorelli-device");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Gives the device a run that is started and accepted. */
    public void begin(JobRun run) {
        begun.add(run);
    }

    /** Ends the thread, whatever it does; runs that it holds end without an outcome. */
    @Override
    public void close() {
        thread.interrupt();
    }

    /** Waits until the thread has ended, so that the model may be closed; false when it is still at work after the limit. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
        return !thread.isAlive();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                JobRun run = begun.take();
                pulse.busy(true);
                finish(run);
                pulse.busy(false);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("device thread ends");
        } catch (Throwable e) {
            broken.accept(e);
        }
    }

    private void finish(JobRun run) {
        int tries = 1;
        while (!ended(run, tries)) {
            backoff.pause(tries, FaultCode.OUT_OF_MEMORY.meaning());
            tries++;
        }
        pulse.trouble(null);
    }

    /** False when the run has to be tried again. */
    private boolean ended(JobRun run, int tries) {
        try {
            StoredPicture picture = maker.make(run, new PatientStore(store, backoff, pulse, boundary, run));
            outcomes.succeeded(run, picture);
        } catch (RunStoppedException e) {
            obey(run, e.order());
        } catch (RuntimeException e) {
            return endedBy(Fault.of(e), run, tries);
        }
        return true;
    }

    private boolean endedBy(Fault fault, JobRun run, int tries) {
        if (fault instanceof Fault.Data data) {
            fail(run, data);
        } else if (fault instanceof Fault.Overdue overdue) {
            outcomes.failed(run, overdue.code(), overdue.code().meaning());
        } else if (fault instanceof Fault.Systemic systemic) {
            pulse.trouble(systemic.code());
            if (tries < MEMORY_TRIES) {
                return false;
            }
            outcomes.failed(run, systemic.code(), systemic.message());
        } else if (fault instanceof Fault.Broken unknown) {
            throw new IllegalStateException("the device loop can't go on", unknown.cause());
        }
        return true;
    }

    /** The dead letter comes first, so that a job which was told to have failed is never without one. */
    private void fail(JobRun run, Fault.Data data) {
        Written.then(
                deadLetters.write(run.taken().source(), data.code().name(), data.message()),
                () -> outcomes.failed(run, data.code(), data.message()),
                broken);
    }

    private void obey(JobRun run, RunOrder order) {
        switch (order) {
            case FENCE -> outcomes.fenced(run);
            case CANCEL -> outcomes.cancelled(run);
            case RETURN -> outcomes.returned(run, FaultCode.DRAINING, FaultCode.DRAINING.meaning());
            case CARRY_ON -> throw new IllegalStateException("a run can't be stopped to carry on");
        }
    }
}
