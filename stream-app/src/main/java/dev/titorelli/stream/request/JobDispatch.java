package dev.titorelli.stream.request;

import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.Ledger;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.stream.plan.StagePlan;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.RequestRow;
import java.time.Instant;

/** What REQUEST says about jobs: to QUEUE, and to the workers. */
final class JobDispatch {

    private final Room room;
    private final StagePlans plans;

    JobDispatch(Room room, StagePlans plans) {
        this.room = room;
        this.plans = plans;
    }

    /** Hands a further attempt of a job to its queue, at its head. */
    void enqueueAgain(RequestRow header, JobRow row) {
        enqueue(header, row, plans.of(header, row), 1);
    }

    /** Hands the job's newest attempt to its queue; a further attempt goes to the head. */
    void enqueue(RequestRow header, JobRow row, StagePlan plan, int stageJobs) {
        Job job = plan.job(row.getIndex(), row.getAttempt(), Instant.ofEpochMilli(row.getSince()));
        QueueRecord.Builder enqueue = about(header, row, QueueRecordKind.ENQUEUE)
                .setJob(job)
                .setStageJobs(stageJobs)
                .setHead(row.getAttempt() > 1);
        send(header, enqueue);
    }

    /** Tells the queue that a job's newest attempt has its picture, and what device time that took; null when nobody has told. */
    void tellDone(RequestRow header, JobRow row, Ledger ledger) {
        QueueRecord.Builder ended = about(header, row, QueueRecordKind.ENDED);
        send(header, ended.setUsedDeviceMs(ledger == null ? null : Long.valueOf(Math.max(0, ledger.getDeviceMs()))));
    }

    /** Tells the queue that a job's newest attempt has started, ended or is wanted no longer. */
    void tellQueue(RequestRow header, JobRow row, QueueRecordKind kind) {
        send(header, about(header, row, kind));
    }

    /** Ends a job on whatever worker has it. */
    void cancel(RequestRow header, JobRow row, String reason) {
        command(new Command(JobControlKind.CANCEL, row.getJobId(), 0, "", reason), header.getTraceparent());
    }

    /** Ends some runs of a job; others go on. An empty worker run means all runs of the attempt and of older ones. */
    void fence(String jobId, int attempt, String workerRun, String reason, String traceparent) {
        command(new Command(JobControlKind.FENCE, jobId, attempt, workerRun, reason), traceparent);
    }

    private record Command(JobControlKind kind, String jobId, int attempt, String workerRun, String reason) {}

    private void command(Command command, String traceparent) {
        JobControl control = JobControl.newBuilder()
                .setKind(command.kind())
                .setJobId(command.jobId())
                .setAttempt(command.attempt())
                .setWorkerRun(command.workerRun())
                .setReason(command.reason())
                .setAt(Instant.ofEpochMilli(room.nowMs()))
                .build();
        room.outbox().send(Destination.JOB_CONTROL, command.jobId(), control, traceparent);
    }

    private QueueRecord.Builder about(RequestRow header, JobRow row, QueueRecordKind kind) {
        return QueueRecord.newBuilder()
                .setKind(kind)
                .setQueue(row.getQueue())
                .setTenant(header.getTenant())
                .setRequestId(header.getRequestId())
                .setJobId(row.getJobId())
                .setAttempt(row.getAttempt())
                .setOriginPartition(room.partition())
                .setAt(Instant.ofEpochMilli(room.nowMs()))
                // Every field is set: to look up and copy a default costs the builder more than to write it.
                .setJob(null)
                .setStageJobs(1)
                .setHead(false)
                .setEstimatedDeviceMs(0)
                .setReason("")
                .setUsedDeviceMs(null);
    }

    private void send(RequestRow header, QueueRecord.Builder word) {
        room.outbox().send(Destination.QUEUE, word.getQueue(), word.build(), header.getTraceparent());
    }
}
