package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import java.time.Clock;
import java.util.Optional;

/** Between two pieces of work: where a run heeds its orders and its deadline. Any thread. */
record Boundary(Clock clock) {

    /** Throws {@link RunStoppedException} or {@link JobOverdueException} when the run must not go on. */
    void pass(JobRun run) {
        RunOrder order = run.order();
        if (order != RunOrder.CARRY_ON) {
            throw new RunStoppedException(order);
        }
        Optional<FaultCode> overdue = run.taken().overdue(clock.instant());
        if (overdue.isPresent()) {
            throw new JobOverdueException(overdue.get());
        }
    }
}
