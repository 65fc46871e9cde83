package dev.titorelli.stream.request;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.lease.RunWatch;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import java.util.List;

/** Tells the user whether a request stands in line or waits for a worker that serves its queues. */
final class Standing {

    private final Room room;
    private final Teller teller;
    private final RunWatch watch;
    private final Fleet fleet;

    Standing(Room room, Teller teller, RunWatch watch, Fleet fleet) {
        this.room = room;
        this.teller = teller;
        this.watch = watch;
        this.fleet = fleet;
    }

    /** Looks at the released jobs of a request that no worker holds a job of, and tells the user of a change. */
    void update(RequestRow header) {
        List<JobRow> jobs = room.jobs().ofRequest(RequestRows.key(header));
        if (jobs.stream().anyMatch(JobRows::isHeld)) {
            return;
        }
        boolean unserved = jobs.stream().anyMatch(this::isUnserved);
        RequestState state = RequestState.stored(header.getState());
        if (state instanceof RequestState.Accepted accepted) {
            enter(header, unserved ? accepted.await() : accepted.queue());
        } else if (state instanceof RequestState.Waiting waiting) {
            if (!unserved) {
                enter(header, waiting.queue());
            }
        } else if (state instanceof RequestState.Served served && unserved) {
            enter(header, served.await());
        }
    }

    private boolean isUnserved(JobRow job) {
        return job.getStanding() == JobStanding.RELEASED && !watch.serves(job.getQueue(), fleet.workers());
    }

    private void enter(RequestRow header, RequestState.Told state) {
        String reason = state instanceof RequestState.Waiting ? FaultCode.NO_CAPACITY.name() : "";
        teller.send(header, teller.enter(header, state).setReason(reason));
        room.requests().put(header);
    }
}
