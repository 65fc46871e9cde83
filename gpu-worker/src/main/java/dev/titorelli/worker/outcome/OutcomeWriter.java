package dev.titorelli.worker.outcome;

import dev.titorelli.Outcome;
import dev.titorelli.Progress;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes outcomes to the partition that the job came from, and progress to the user. Safe for several threads. */
public final class OutcomeWriter {

    private static final Logger log = LoggerFactory.getLogger(OutcomeWriter.class);

    private final RecordSender sender;
    private final HeldRuns held;
    private final Consumer<Throwable> broken;
    private final int partitions;

    /** @param broken told when an outcome can never be written, which only a broken set-up causes */
    public OutcomeWriter(RecordSender sender, HeldRuns held, Consumer<Throwable> broken) {
        this.sender = sender;
        this.held = held;
        this.broken = broken;
        this.partitions = sender.prepare(Topics.OUTCOME);
        sender.prepare(Topics.PROGRESS);
    }

    /** Says a word on the way: STARTED, RUNNING. */
    public CompletableFuture<RecordMetadata> write(JobRun run, Outcome outcome) {
        String key = outcome.getTenant() + "/" + outcome.getRequestId();
        return sender.send(Topics.OUTCOME, partition(run, key), key, outcome);
    }

    /** Says the last word of a run, which is held until the broker has acknowledged it. */
    public void end(JobRun run, Outcome outcome) {
        log.atInfo()
                .addKeyValue("jobId", outcome.getJobId())
                .addKeyValue("attempt", outcome.getAttempt())
                .addKeyValue("outcome", outcome.getKind())
                .addKeyValue("code", outcome.getFailure() == null ? "" : outcome.getFailure().getCode())
                .log("run ends");
        write(run, outcome).whenComplete((written, failure) -> {
            if (failure == null) {
                held.remove(run);
            } else {
                broken.accept(failure);
            }
        });
    }

    /** Ends a run without a word: another one has the job. */
    public void drop(JobRun run, String why) {
        log.atInfo()
                .addKeyValue("jobId", run.job().getJobId())
                .addKeyValue("attempt", run.attempt())
                .addKeyValue("why", why)
                .log("run dropped");
        held.remove(run);
    }

    /** Says how far a job is; lost words are not repeated. */
    public void progress(Progress progress) {
        sender.send(Topics.PROGRESS, progress.getTenant() + "/" + progress.getRequestId(), progress);
    }

    private int partition(JobRun run, String key) {
        int origin = run.job().getOriginPartition();
        return origin >= 0 && origin < partitions ? origin : OwnerPartition.of(key, partitions);
    }
}
