package dev.titorelli.stream.request;

import dev.titorelli.Stage;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.plan.StagePlan;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import java.util.Objects;

/** Gives a job its row and hands its first attempt to its queue. */
final class JobStart {

    private final Room room;
    private final JobDispatch dispatch;

    JobStart(Room room, JobDispatch dispatch) {
        this.room = room;
        this.dispatch = dispatch;
    }

    /** @param stageJobs how many jobs of the stage start with it */
    void start(RequestRow header, Stage stage, StagePlan plan, int index, int stageJobs) {
        JobRow row = firstAttempt(plan, stage, index);
        room.jobs().put(row, JobStanding.UNKNOWN);
        dispatch.enqueue(header, row, plan, stageJobs);
    }

    private JobRow firstAttempt(StagePlan plan, Stage stage, int index) {
        RequestId id = new RequestId(plan.first().getTenant(), plan.first().getRequestId());
        return JobRow.newBuilder()
                .setJobId(new JobId(id, stage.getName(), index).toString())
                .setStage(stage.getName())
                .setIndex(index)
                .setQueue(plan.first().getQueue())
                .setStanding(JobStanding.ENQUEUED)
                .setLimit(Objects.requireNonNullElse(
                        stage.getAttempts(), room.settings().lease().attempts()))
                .setSince(room.nowMs())
                .setTimeoutMs(Objects.requireNonNullElse(stage.getTimeoutMs(), 0L))
                .setSeed(plan.first().getSeed() + index)
                // Every field is set: to look up and copy a default costs the builder more than to write it.
                .setAttempt(1)
                .setSpent(0)
                .setReturned(0)
                .setWorkerRun("")
                .setHeartbeat(0)
                .setDue(0)
                .setPosition(null)
                .setEstimatedStartMs(null)
                .setPlacedAt(0)
                .setUnserved(false)
                .setStartedAt(0)
                .build();
    }
}
