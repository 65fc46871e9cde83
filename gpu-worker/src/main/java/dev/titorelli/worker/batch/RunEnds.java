package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.outcome.StoredPicture;
import dev.titorelli.worker.outcome.Written;
import dev.titorelli.worker.run.RunOrder;
import java.util.function.Consumer;

/** How runs end: every exception on their way becomes their last word here, or breaks the worker. Any thread. */
final class RunEnds {

    private final OutcomeWriter outcomes;
    private final DeadLetters deadLetters;
    private final Consumer<Throwable> broken;

    RunEnds(DeviceLoop.Reports reports) {
        this.outcomes = reports.outcomes();
        this.deadLetters = reports.deadLetters();
        this.broken = reports.broken();
    }

    void succeeded(ActiveRun active, StoredPicture picture) {
        outcomes.succeeded(active.run(), picture);
    }

    /** Ends the run when a piece of its work beside the device throws. */
    void guard(ActiveRun active, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            end(active, e);
        } catch (Throwable e) {
            broken.accept(e);
        }
    }

    /** Ends the run as what was thrown asks for. */
    void end(ActiveRun active, RuntimeException thrown) {
        if (thrown instanceof RunStoppedException stopped) {
            obey(active, stopped.order());
            return;
        }
        Fault fault = Fault.of(thrown);
        if (fault instanceof Fault.Data data) {
            fail(active, data);
        } else if (fault instanceof Fault.Overdue overdue) {
            outcomes.failed(active.run(), overdue.code(), overdue.code().meaning());
        } else if (fault instanceof Fault.Systemic systemic) {
            outcomes.failed(active.run(), systemic.code(), systemic.message());
        } else if (fault instanceof Fault.Broken unknown
                && !Thread.currentThread().isInterrupted()) {
            broken.accept(new IllegalStateException("the worker can't go on", unknown.cause()));
        }
    }

    /** The dead letter comes first, so that a job which was told to have failed is never without one. */
    private void fail(ActiveRun active, Fault.Data data) {
        Written.then(
                deadLetters.write(active.run().taken().source(), data.code().name(), data.message()),
                () -> outcomes.failed(active.run(), data.code(), data.message()),
                broken);
    }

    private void obey(ActiveRun active, RunOrder order) {
        switch (order) {
            case FENCE -> outcomes.fenced(active.run());
            case CANCEL -> outcomes.cancelled(active.run());
            case RETURN -> outcomes.returned(active.run(), FaultCode.DRAINING, FaultCode.DRAINING.meaning());
            case CARRY_ON -> throw new IllegalStateException("a run can't be stopped to carry on");
        }
    }
}
