package dev.titorelli.topic;

import dev.titorelli.BatchRecord;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.Control;
import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.InspectWish;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.Outcome;
import dev.titorelli.Placement;
import dev.titorelli.Progress;
import dev.titorelli.QueueRecord;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topic.Partitioning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of the system, in the order of a request's way. */
public final class Topics {

    /** Prefix of all topic names unless a setting says otherwise. */
    public static final String DEFAULT_PREFIX = "titorelli.";

    /** How often a job may be offered to workers before the broker drops it; as often as a stock broker allows. */
    public static final int DELIVERIES = 10;

    /** What a topic must take: no record that the programs write has more than 512 KiB, and Kafka adds to that. */
    public static final int RECORD_BYTES = 528 * 1024;

    private static final Duration WEEK = Duration.ofDays(7);

    /** user -> stream-app: what to paint. */
    public static final Topic<GenerationRequest> REQUEST = byRequest("request.v1", GenerationRequest.class);

    /** stream-app -> itself: requests that arrived on a partition that doesn't own them. */
    public static final Topic<GenerationRequest> REQUEST_REKEYED =
            byRequest("request-rekeyed.v1", GenerationRequest.class);

    /** user -> stream-app: cancel a request, seal a batch. */
    public static final Topic<Control> CONTROL = byRequest("control.v1", Control.class);

    /** stream-app -> itself: controls that arrived on a partition that doesn't own them. */
    public static final Topic<Control> CONTROL_REKEYED = byRequest("control-rekeyed.v1", Control.class);

    /** REQUEST -> workers, by a share group of the topic's own name: inputs to fetch, check and store once. */
    public static final Topic<InspectWish> INSPECT = single("inspect.v1", InspectWish.class);

    /** REQUEST, operator -> QUEUE. */
    public static final Topic<QueueRecord> QUEUE =
            new Topic<>("queue.v1", QueueRecord.class, Partitioning.BY_QUEUE, WEEK, false);

    /** QUEUE -> REQUEST: where a job stands. */
    public static final Topic<Placement> PLACEMENT = byRequest("placement.v1", Placement.class);

    /** stream-app -> all workers: cancel and fence. */
    public static final Topic<JobControl> JOB_CONTROL =
            new Topic<>("job-control.v1", JobControl.class, Partitioning.SINGLE, Duration.ofDays(1), false);

    /** worker -> stream-app: what became of a run. */
    public static final Topic<Outcome> OUTCOME = byRequest("outcome.v1", Outcome.class);

    /** worker -> user: how far a job is. */
    public static final Topic<Progress> PROGRESS =
            new Topic<>("progress.v1", Progress.class, Partitioning.BY_REQUEST, Duration.ofDays(1), false);

    /** stream-app -> user: where a request stands. */
    public static final Topic<Event> EVENT = byRequest("event.v1", Event.class);

    /** worker -> stream-app: the lease on what a worker run holds. */
    public static final Topic<WorkerHeartbeat> WORKER =
            new Topic<>("worker.v1", WorkerHeartbeat.class, Partitioning.SINGLE, WEEK, true);

    /** worker -> stream-app: models and adapters. */
    public static final Topic<CatalogueEntry> MODEL =
            new Topic<>("model.v1", CatalogueEntry.class, Partitioning.SINGLE, WEEK, true);

    /** REQUEST -> batch counters. */
    public static final Topic<BatchRecord> BATCH = byRequest("batch.v1", BatchRecord.class);

    /** The form of every job topic: one subject of this name carries the schema of all of them. It is no topic itself. */
    public static final Topic<Job> JOB = single("job.v1", Job.class);

    /** Requests and controls that could not be read or taken. */
    public static final Topic<DeadLetter> REQUEST_DLQ = single("request.v1.dlq", DeadLetter.class);

    /** Jobs that could not be read or done. */
    public static final Topic<DeadLetter> JOB_DLQ = single("job.v1.dlq", DeadLetter.class);

    /** Outcomes, placements and heartbeats that could not be read. */
    public static final Topic<DeadLetter> OUTCOME_DLQ = single("outcome.v1.dlq", DeadLetter.class);

    private Topics() {}

    /** All topics that exist once; job topics come with the models. */
    public static List<Topic<?>> all() {
        return List.of(
                REQUEST,
                REQUEST_REKEYED,
                CONTROL,
                CONTROL_REKEYED,
                INSPECT,
                QUEUE,
                PLACEMENT,
                JOB_CONTROL,
                OUTCOME,
                PROGRESS,
                EVENT,
                WORKER,
                MODEL,
                BATCH,
                REQUEST_DLQ,
                JOB_DLQ,
                OUTCOME_DLQ);
    }

    /** stream-app -> workers that serve the queue: jobs; one partition, one share group of the topic's own name. */
    public static Topic<Job> job(QueueName queue) {
        return single("job.v1." + queue, Job.class);
    }

    /**
     * The settings of a job topic's share group, which has the topic's name: a job must be seen from the first one on,
     * only when the transaction that wrote it is committed, and as often as a stock broker allows.
     *
     * @param recordLock how long the broker locks a taken job for one worker
     */
    public static Map<String, String> shareGroupSettings(Duration recordLock) {
        return Map.of(
                "share.auto.offset.reset",
                "earliest",
                "share.isolation.level",
                "read_committed",
                "share.record.lock.duration.ms",
                Long.toString(recordLock.toMillis()),
                "share.delivery.count.limit",
                Integer.toString(DELIVERIES));
    }

    private static <V extends SpecificRecord> Topic<V> byRequest(String noun, Class<V> value) {
        return new Topic<>(noun, value, Partitioning.BY_REQUEST, WEEK, false);
    }

    private static <V extends SpecificRecord> Topic<V> single(String noun, Class<V> value) {
        return new Topic<>(noun, value, Partitioning.SINGLE, WEEK, false);
    }
}
