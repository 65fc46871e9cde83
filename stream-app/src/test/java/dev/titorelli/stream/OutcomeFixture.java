package dev.titorelli.stream;

import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Ledger;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.Sha256;

/** What workers say about jobs. */
final class OutcomeFixture {

    private OutcomeFixture() {}

    static Outcome started(Job job, String run) {
        return of(OutcomeKind.STARTED, job, run).build();
    }

    static Outcome started(Job job, String run, long heartbeat) {
        return of(OutcomeKind.STARTED, job, run).setHeartbeat(heartbeat).build();
    }

    static Outcome running(Job job, String run) {
        return of(OutcomeKind.RUNNING, job, run).build();
    }

    static Outcome succeeded(Job job, String run) {
        return of(OutcomeKind.SUCCEEDED, job, run)
                .setImage(new ImageObject(job.getOutputKey(), fileDigest(job), "image/png", 128, 128))
                .setSeed(job.getSeed())
                .setLedger(Ledger.newBuilder().setDeviceMs(5).build())
                .build();
    }

    static Outcome failed(Job job, String run, FaultCode code) {
        return of(OutcomeKind.FAILED, job, run)
                .setFailure(new Failure(code.name(), code.meaning(), code.retryable()))
                .build();
    }

    static Outcome returned(Job job, String run) {
        FaultCode code = FaultCode.DRAINING;
        return of(OutcomeKind.RETURNED, job, run)
                .setFailure(new Failure(code.name(), code.meaning(), code.retryable()))
                .build();
    }

    static String fileDigest(Job job) {
        return Sha256.of("file of " + job.getJobDigest());
    }

    static Outcome.Builder of(OutcomeKind kind, Job job, String run) {
        return Outcome.newBuilder()
                .setKind(kind)
                .setTenant(job.getTenant())
                .setRequestId(job.getRequestId())
                .setStage(job.getStage())
                .setIndex(job.getIndex())
                .setJobId(job.getJobId())
                .setAttempt(job.getAttempt())
                .setWorkerRun(run)
                .setQueue(job.getQueue())
                .setJobDigest(job.getJobDigest());
    }
}
