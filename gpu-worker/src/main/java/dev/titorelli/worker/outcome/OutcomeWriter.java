package dev.titorelli.worker.outcome;

import dev.titorelli.ImageObject;
import dev.titorelli.Outcome;
import dev.titorelli.Progress;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.run.HaltPoint;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunTally;
import dev.titorelli.worker.run.RunTally.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outcomes to the partition that the job came from, and progress to the user. A run leaves the held ones when the broker has
 * acknowledged its last word. Safe for several threads.
 */
public final class OutcomeWriter {

    private static final Logger log = LoggerFactory.getLogger(OutcomeWriter.class);

    private final RecordSender sender;
    private final Outcomes outcomes;
    private final HeldRuns held;
    private final Consumer<Throwable> broken;
    private final RunTally tally;
    private final int partitions;

    /** Nobody counts. */
    public OutcomeWriter(RecordSender sender, Clock clock, HeldRuns held, Consumer<Throwable> broken) {
        this(sender, clock, held, RunTally.silent(), broken);
    }

    /** @param broken told when a last word can never be written, which only a broken set-up causes */
    public OutcomeWriter(RecordSender sender, Clock clock, HeldRuns held, RunTally tally, Consumer<Throwable> broken) {
        this.tally = tally;
        this.sender = sender;
        this.outcomes = new Outcomes(clock);
        this.held = held;
        this.broken = broken;
        this.partitions = sender.prepare(Topics.OUTCOME);
        sender.prepare(Topics.PROGRESS);
    }

    /**
     * Says that a run is taken.
     *
     * @param heartbeat counter of the last heartbeat before
     * @return done when the broker has acknowledged it
     */
    public CompletableFuture<RecordMetadata> started(JobRun run, long heartbeat) {
        tally.count(Turn.STARTED);
        return write(run, outcomes.started(run, heartbeat));
    }

    /** Says that the first step is done. */
    public void running(JobRun run) {
        Written.orLog(write(run, outcomes.running(run)));
    }

    /** Says how far a run is; lost words are not repeated. */
    public void progress(JobRun run, Long remainingMs) {
        Progress progress = outcomes.progress(run, remainingMs);
        Written.orLog(send(Topics.PROGRESS, null, run, progress));
    }

    /** Says that a preview is stored, unless the run has ended; lost words are not repeated. */
    public void preview(JobRun run, int step, ImageObject preview) {
        if (!run.hasEnded()) {
            Written.orLog(send(Topics.PROGRESS, null, run, outcomes.preview(run, step, preview)));
        }
    }

    /** Ends a run with its picture. */
    public void succeeded(JobRun run, StoredPicture picture) {
        run.end();
        tally.count(Turn.SUCCEEDED);
        if (picture.ledger().getReused()) {
            tally.count(Turn.REUSED);
        }
        tally.cost(picture.ledger());
        end(run, outcomes.succeeded(run, picture));
    }

    /** Ends a run without a picture. */
    public void failed(JobRun run, FaultCode code, String message) {
        run.end();
        tally.count(Turn.FAILED);
        end(run, outcomes.failed(run, code, message));
    }

    /** Gives the job back, which costs no attempt. */
    public void returned(JobRun run, FaultCode code, String message) {
        run.end();
        tally.count(Turn.RETURNED);
        end(run, outcomes.returned(run, code, message));
    }

    /** Ends a run by order. */
    public void cancelled(JobRun run) {
        run.end();
        tally.count(Turn.CANCELLED);
        end(run, outcomes.cancelled(run));
    }

    /** Ends a run without a word: another one has the job. */
    public void fenced(JobRun run) {
        endSilently(run, Turn.FENCED, "fenced");
    }

    /** Ends a run without a word before its work began: the job will be offered again. */
    public void dropped(JobRun run, String why) {
        endSilently(run, Turn.DROPPED, why);
    }

    private void endSilently(JobRun run, Turn turn, String why) {
        run.end();
        tally.count(turn);
        log.atInfo()
                .addKeyValue("jobId", run.job().getJobId())
                .addKeyValue("attempt", run.attempt())
                .addKeyValue("why", why)
                .log("run dropped");
        held.remove(run);
    }

    private void end(JobRun run, Outcome outcome) {
        log.atInfo()
                .addKeyValue("jobId", outcome.getJobId())
                .addKeyValue("attempt", outcome.getAttempt())
                .addKeyValue("outcome", outcome.getKind())
                .addKeyValue(
                        "code",
                        outcome.getFailure() == null ? "" : outcome.getFailure().getCode())
                .log("run ends");
        Written.then(write(run, outcome), () -> acknowledged(run), broken);
    }

    private void acknowledged(JobRun run) {
        HaltPoint.AFTER_OUTCOME.reached();
        held.remove(run);
    }

    private CompletableFuture<RecordMetadata> write(JobRun run, Outcome outcome) {
        int origin = run.job().getOriginPartition();
        int partition = origin >= 0 && origin < partitions ? origin : OwnerPartition.of(key(run), partitions);
        return send(Topics.OUTCOME, partition, run, outcome);
    }

    /** What is said of a run belongs to the trace of its job. */
    private <V extends SpecificRecord> CompletableFuture<RecordMetadata> send(
            Topic<V> topic, Integer partition, JobRun run, V value) {
        byte[] key = key(run).getBytes(StandardCharsets.UTF_8);
        return sender.send(topic, partition, key, value, run.taken().source().traceparent());
    }

    private static String key(JobRun run) {
        return run.job().getTenant() + "/" + run.job().getRequestId();
    }
}
