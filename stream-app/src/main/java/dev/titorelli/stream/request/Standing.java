package dev.titorelli.stream.request;

import dev.titorelli.Event;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.lease.RunWatch;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

    /** Looks at the jobs of a request that no worker holds a job of, and tells the user of a change. */
    void update(RequestRow header) {
        List<JobRow> jobs = room.jobs().ofRequest(header);
        if (jobs.stream().anyMatch(JobRows::isHeld)) {
            return;
        }
        boolean unserved = jobs.stream().anyMatch(this::isUnserved);
        RequestState state = RequestState.stored(header.getState());
        if (state instanceof RequestState.Accepted accepted) {
            enter(header, jobs, unserved ? accepted.await() : accepted.queue());
        } else if (state instanceof RequestState.Waiting waiting) {
            if (!unserved) {
                enter(header, jobs, waiting.queue());
            }
        } else if (state instanceof RequestState.Served served && unserved) {
            enter(header, jobs, served.await());
        }
    }

    /** Of a job that waits the queue says so; of a released one the workers' heartbeats do. */
    private boolean isUnserved(JobRow job) {
        return switch (job.getStanding()) {
            case ENQUEUED -> job.getUnserved();
            case RELEASED -> !watch.serves(job.getQueue(), fleet.workers());
            default -> false;
        };
    }

    /** The job that will start first, if all of them wait. */
    private static Optional<JobRow> firstInLine(List<JobRow> jobs) {
        return jobs.stream().anyMatch(job -> job.getStanding() == JobStanding.RELEASED)
                ? Optional.empty()
                : jobs.stream().filter(job -> job.getPosition() != null).min(Comparator.comparing(JobRow::getPosition));
    }

    private void enter(RequestRow header, List<JobRow> jobs, RequestState.Told state) {
        String reason = state instanceof RequestState.Waiting ? FaultCode.NO_CAPACITY.name() : "";
        Event.Builder event = teller.enter(header, state).setReason(reason);
        firstInLine(jobs).ifPresent(place -> event.setPosition(place.getPosition())
                .setEstimatedStartMs(place.getEstimatedStartMs()));
        teller.send(header, event);
        room.requests().put(header);
    }
}
