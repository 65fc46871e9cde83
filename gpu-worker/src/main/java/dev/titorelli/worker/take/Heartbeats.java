package dev.titorelli.worker.take;

import dev.titorelli.HeldJob;
import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.batch.ModelDescription;
import dev.titorelli.worker.outcome.RecordSender;
import dev.titorelli.worker.outcome.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The lease on what this run holds: a heartbeat each interval, and one at once when what it says about jobs or room has changed. */
final class Heartbeats {

    private final RecordSender sender;
    private final WorkerHeartbeat same;
    private final Duration interval;
    private long counter;
    private Instant next = Instant.MIN;
    private volatile long acknowledgedAtNanos = System.nanoTime();
    private List<Object> lastSaid = List.of();

    /** What changes from heartbeat to heartbeat. */
    record Contents(
            List<HeldJob> jobs, List<QueueRoom> queues, List<String> adapters, boolean draining, String trouble) {

        /** What is worth an early heartbeat. */
        List<Object> gist() {
            return List.of(
                    jobs.stream()
                            .map(job -> job.getJobId() + "#" + job.getAttempt())
                            .toList(),
                    queues.stream().map(QueueRoom::getRoom).toList(),
                    draining,
                    trouble);
        }
    }

    /** Who speaks. */
    record Speaker(String workerRun, String worker, String alias) {}

    Heartbeats(RecordSender sender, Speaker speaker, ModelDescription model, Duration interval) {
        this.sender = sender;
        this.interval = interval;
        this.same = WorkerHeartbeat.newBuilder()
                .setWorkerRun(speaker.workerRun())
                .setWorker(speaker.worker())
                .setIntervalMs((int) interval.toMillis())
                .setModels(List.of(speaker.alias()))
                .setProfileDigest(model.profileDigest())
                .setProfile(model.profile())
                .build();
        sender.prepare(Topics.WORKER);
    }

    /** Counter of the last heartbeat; 0 before the first. */
    long counter() {
        return counter;
    }

    /** Sends a heartbeat when one is due. */
    void beat(Contents contents, Instant now) {
        List<Object> gist = contents.gist();
        if (now.isBefore(next) && gist.equals(lastSaid)) {
            return;
        }
        counter++;
        next = now.plus(interval);
        lastSaid = gist;
        CompletableFuture<RecordMetadata> sent =
                sender.send(Topics.WORKER, same.getWorkerRun(), heartbeat(contents, now));
        Written.orLog(sent.whenComplete((written, failure) -> acknowledged(failure == null)));
    }

    /** How long ago the broker acknowledged a heartbeat. Any thread. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - acknowledgedAtNanos);
    }

    private void acknowledged(boolean written) {
        if (written) {
            acknowledgedAtNanos = System.nanoTime();
        }
    }

    /** Tells that the run has ended, after everything that it held. */
    CompletableFuture<RecordMetadata> end() {
        return sender.send(Topics.WORKER, same.getWorkerRun(), null);
    }

    WorkerHeartbeat heartbeat(Contents contents, Instant now) {
        return WorkerHeartbeat.newBuilder(same)
                .setCounter(counter)
                .setAt(now)
                .setJobs(contents.jobs())
                .setQueues(contents.queues())
                .setAdapters(contents.adapters())
                .setDraining(contents.draining())
                .setTrouble(contents.trouble())
                .build();
    }
}
