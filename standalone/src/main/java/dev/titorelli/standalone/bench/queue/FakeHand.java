package dev.titorelli.standalone.bench.queue;

import dev.titorelli.HeldJob;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Ledger;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.QueueName;
import dev.titorelli.standalone.bench.BenchTopics;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A faked worker's words: it holds one job at a time. One thread at a time. */
final class FakeHand {

    private static final String DIGEST = "ab".repeat(32);

    private final String run = UUID.randomUUID().toString();
    private long counter;
    private Job held;

    String run() {
        return run;
    }

    boolean isIdle() {
        return held == null;
    }

    /** Takes a job, or with null lets go of it. */
    void hold(Job job) {
        held = job;
    }

    /** The next heartbeat. */
    WorkerHeartbeat beat(List<QueueName> queues) {
        counter++;
        List<HeldJob> jobs = held == null
                ? List.of()
                : List.of(HeldJob.newBuilder()
                        .setJobId(held.getJobId())
                        .setAttempt(held.getAttempt())
                        .build());
        return WorkerHeartbeat.newBuilder()
                .setWorkerRun(run)
                .setWorker("bench")
                .setCounter(counter)
                .setAt(Instant.now())
                .setModels(List.of(BenchTopics.MODEL))
                .setQueues(queues.stream().map(this::room).toList())
                .setJobs(jobs)
                .build();
    }

    private QueueRoom room(QueueName queue) {
        return QueueRoom.newBuilder()
                .setQueue(queue.toString())
                .setRoom(isIdle() ? 1 : 0)
                .setArmed(isIdle())
                .build();
    }

    /** What it says of its job. */
    Outcome.Builder word(OutcomeKind kind) {
        return Outcome.newBuilder()
                .setKind(kind)
                .setTenant(held.getTenant())
                .setRequestId(held.getRequestId())
                .setStage(held.getStage())
                .setIndex(held.getIndex())
                .setJobId(held.getJobId())
                .setAttempt(held.getAttempt())
                .setWorkerRun(run)
                .setHeartbeat(counter)
                .setOutcomeId(held.getJobId() + "#" + held.getAttempt() + "#" + run + "#" + kind)
                .setQueue(held.getQueue())
                .setAt(Instant.now())
                .setJobDigest(held.getJobDigest());
    }

    /** That its job is done. */
    Outcome.Builder succeeded(long deviceMs) {
        return word(OutcomeKind.SUCCEEDED)
                .setImage(new ImageObject(
                        held.getOutputKey(), DIGEST, "image/png", held.getWidthPx(), held.getHeightPx()))
                .setPixelDigest(DIGEST)
                .setProfileDigest(DIGEST)
                .setSeed(held.getSeed())
                .setLedger(Ledger.newBuilder().setDeviceMs(deviceMs).build());
    }
}
