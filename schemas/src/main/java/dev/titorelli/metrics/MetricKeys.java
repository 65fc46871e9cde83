package dev.titorelli.metrics;

import static dev.titorelli.metrics.MetricKey.Kind.COUNTER;
import static dev.titorelli.metrics.MetricKey.Kind.GAUGE;
import static dev.titorelli.metrics.MetricKey.Kind.HISTOGRAM;
import static dev.titorelli.metrics.MetricKey.Kind.SECONDS;
import static dev.titorelli.metrics.MetricKey.Kind.TIMER;

import java.util.List;

/** The table of all metrics but those of the JVM and the process. */
public final class MetricKeys {

    public static final MetricKey REQUESTS = new MetricKey(
            "titorelli.requests", COUNTER, List.of("answer"), "Requests that were answered: accepted or rejected.");
    public static final MetricKey EVENTS =
            new MetricKey("titorelli.events", COUNTER, List.of("kind"), "Events that were written, by kind.");
    public static final MetricKey JOBS_RELEASED = new MetricKey(
            "titorelli.jobs.released",
            COUNTER,
            List.of("lane"),
            "Jobs that went to a job topic, every attempt counted.");
    public static final MetricKey OUTCOMES = new MetricKey(
            "titorelli.outcomes", COUNTER, List.of("kind"), "Outcomes of workers that were read, by kind.");
    public static final MetricKey FENCES = new MetricKey(
            "titorelli.fences", COUNTER, List.of(), "Orders to runs that lost their job; not those of cancels.");
    public static final MetricKey DEAD_LETTERS = new MetricKey(
            "titorelli.dead.letters", COUNTER, List.of("topic"), "Dead letters, by topic without prefix; workers too.");
    public static final MetricKey UNDECODED = new MetricKey(
            "titorelli.undecoded",
            GAUGE,
            List.of("node"),
            "Records kept until the registry answers for their schema, by decoding node.");
    public static final MetricKey QUEUE_BACKLOG = new MetricKey(
            "titorelli.queue.backlog.seconds",
            GAUGE,
            List.of("queue", "lane", "tenant"),
            "Estimated device time of the jobs that wait in a queue, by tenant; `_others` is the sum of those beyond"
                    + " twenty, 0 for none.");
    public static final MetricKey QUEUE_WAITING = new MetricKey(
            "titorelli.queue.waiting",
            GAUGE,
            List.of("queue", "lane", "tenant"),
            "Jobs that wait in a queue, not released, by tenant.");
    public static final MetricKey QUEUE_IN_FLIGHT = new MetricKey(
            "titorelli.queue.in.flight",
            GAUGE,
            List.of("queue", "lane", "tenant"),
            "Jobs of a queue that were released and have not ended, by tenant.");
    public static final MetricKey QUEUE_UNSTARTED = new MetricKey(
            "titorelli.queue.unstarted",
            GAUGE,
            List.of("queue", "lane"),
            "Jobs of a queue that were released and that no worker has started.");
    public static final MetricKey QUEUE_ROOM = new MetricKey(
            "titorelli.queue.room",
            GAUGE,
            List.of("queue", "lane"),
            "Jobs of a queue that live workers say they would take now.");
    public static final MetricKey QUEUE_WORKERS = new MetricKey(
            "titorelli.queue.workers", GAUGE, List.of("queue", "lane"), "Live workers that serve a queue.");
    public static final MetricKey QUEUE_RELEASED = new MetricKey(
            "titorelli.queue.released",
            COUNTER,
            List.of("queue"),
            "Jobs that a queue released, every attempt counted; `_others` beyond two hundred queues.");
    public static final MetricKey QUEUE_REFUSED = new MetricKey(
            "titorelli.queue.refused",
            COUNTER,
            List.of("queue", "reason"),
            "Jobs that a queue refused, by code, such as QUEUE_FULL; `_others` beyond two hundred queues.");

    public static final MetricKey WORKER_JOBS = new MetricKey(
            "titorelli.worker.jobs",
            COUNTER,
            List.of("what"),
            "Jobs of this worker: taken, started, succeeded, reused (those of the succeeded that a stored picture"
                    + " answered), failed, returned, cancelled, fenced, dropped.");
    public static final MetricKey WORKER_HELD =
            new MetricKey("titorelli.worker.held", GAUGE, List.of(), "Jobs that this worker holds now.");
    public static final MetricKey WORKER_ROOM = new MetricKey(
            "titorelli.worker.room", GAUGE, List.of("queue"), "Jobs of a queue that this worker would take now.");
    public static final MetricKey WORKER_PHASES = new MetricKey(
            "titorelli.worker.phase",
            TIMER,
            List.of("phase"),
            "Time of each job that succeeded: queue, fetch, encode, prefill, step (its share of all of its steps),"
                    + " decode, upload; of those that a stored picture answered queue and fetch alone.");
    public static final MetricKey STEP_TIME = new MetricKey(
            "titorelli.step", TIMER, List.of("bucket"), "Time of a step of all rows together, by bucket.");
    public static final MetricKey STEP_ROWS = new MetricKey(
            "titorelli.step.rows",
            HISTOGRAM,
            List.of("bucket"),
            "Rows of a step, branches of all its pictures, by bucket.");
    public static final MetricKey STEP_PAYING = new MetricKey(
            "titorelli.step.paying.rows",
            GAUGE,
            List.of("bucket"),
            "Rows from which on more hardly make more pictures a second, as measured; 0 before.");
    public static final MetricKey PREFIX_LOOKUPS = new MetricKey(
            "titorelli.prefix.lookups",
            COUNTER,
            List.of("result"),
            "Prefixes and time tokens that pictures asked for: hit (kept from another picture), miss (computed).");
    public static final MetricKey PREFIX_SAVED = new MetricKey(
            "titorelli.prefix.saved",
            SECONDS,
            List.of(),
            "Device time that kept prefixes have saved: as long as each took to compute, with the encoding of the"
                    + " input pictures that it was the first to need.");
    public static final MetricKey MEMORY = new MetricKey(
            "titorelli.memory.bytes",
            GAUGE,
            List.of("what"),
            "Memory as it is counted: bound, jobs (set aside for held ones), prefixes (kept for others).");
    public static final MetricKey NATIVE_ARRAYS = new MetricKey(
            "titorelli.worker.native.arrays",
            GAUGE,
            List.of(),
            "Native arrays that the worker has not freed: weights, kept prefixes, pictures in the making. Between jobs"
                    + " it grows by what is kept alone; else something leaks.");
    public static final MetricKey DEVICE_BUSY =
            new MetricKey("titorelli.device.busy", SECONDS, List.of(), "Time for which the device had a job.");
    public static final MetricKey DEVICE_TIME = new MetricKey(
            "titorelli.device",
            SECONDS,
            List.of("slice"),
            "Device time by kind of work: encode, prefill, time_tokens, step, decode; runs that came to nothing too.");
    public static final MetricKey OBJECT_CALLS = new MetricKey(
            "titorelli.object.calls",
            TIMER,
            List.of("call", "result"),
            "Calls of the object store: put (created, existed), get and head (found, absent), all (unavailable).");
    public static final MetricKey INSPECTIONS = new MetricKey(
            "titorelli.inspections",
            TIMER,
            List.of("result"),
            "Time of an inspected input picture, by result: found, or the code of what was wrong.");
    public static final MetricKey INSPECTIONS_HELD = new MetricKey(
            "titorelli.inspections.held",
            GAUGE,
            List.of("what"),
            "Input pictures that this worker has taken to inspect: waiting (for a thread), running.");
    public static final MetricKey HEARTBEAT_AGE = new MetricKey(
            "titorelli.heartbeat.age.seconds",
            GAUGE,
            List.of(),
            "Seconds since the broker acknowledged a heartbeat of this worker.");

    static final String KAFKA = "kafka.";

    private static final List<String> CLIENT = List.of("client_id", "kafka_version");
    private static final List<String> THREAD = List.of("thread_id", "kafka_version");

    private MetricKeys() {}

    /** Our own, in the order of the documentation. */
    public static List<MetricKey> own() {
        return List.of(
                REQUESTS,
                EVENTS,
                JOBS_RELEASED,
                OUTCOMES,
                FENCES,
                DEAD_LETTERS,
                UNDECODED,
                QUEUE_BACKLOG,
                QUEUE_WAITING,
                QUEUE_IN_FLIGHT,
                QUEUE_UNSTARTED,
                QUEUE_ROOM,
                QUEUE_WORKERS,
                QUEUE_RELEASED,
                QUEUE_REFUSED,
                WORKER_JOBS,
                WORKER_HELD,
                WORKER_ROOM,
                WORKER_PHASES,
                STEP_TIME,
                STEP_ROWS,
                STEP_PAYING,
                PREFIX_LOOKUPS,
                PREFIX_SAVED,
                MEMORY,
                NATIVE_ARRAYS,
                DEVICE_BUSY,
                DEVICE_TIME,
                OBJECT_CALLS,
                INSPECTIONS,
                INSPECTIONS_HELD,
                HEARTBEAT_AGE);
    }

    /** Those of Kafka's clients that are kept, each bounded by the number of a program's clients or threads. */
    public static List<MetricKey> kafka() {
        return List.of(
                of("producer.record.send.total", COUNTER, CLIENT, "Records that were sent."),
                of("producer.record.error.total", COUNTER, CLIENT, "Records that could not be sent."),
                of("producer.record.retry.total", COUNTER, CLIENT, "Sends that were repeated."),
                of("producer.request.latency.avg", GAUGE, CLIENT, "Milliseconds until the broker answers."),
                of("producer.connection.count", GAUGE, CLIENT, "Connections of a producer."),
                of("consumer.connection.count", GAUGE, CLIENT, "Connections of a consumer."),
                of("consumer.last.poll.seconds.ago", GAUGE, CLIENT, "Seconds since a consumer's last poll."),
                of("consumer.fetch.manager.records.lag.max", GAUGE, CLIENT, "Records a consumer is behind, at most."),
                of("consumer.fetch.manager.fetch.total", COUNTER, CLIENT, "Fetches of a consumer."),
                of("consumer.coordinator.rebalance.total", COUNTER, CLIENT, "Rebalances of a group's member."),
                of("admin.client.connection.count", GAUGE, CLIENT, "Connections of an admin client."),
                of("stream.alive.stream.threads", GAUGE, CLIENT, "Threads of Kafka Streams that run."),
                of("stream.failed.stream.threads", COUNTER, CLIENT, "Threads of Kafka Streams that have died."),
                of("stream.thread.process.total", COUNTER, THREAD, "Records that a thread has processed."),
                of("stream.thread.commit.total", COUNTER, THREAD, "Transactions that a thread has committed."));
    }

    private static MetricKey of(String name, MetricKey.Kind kind, List<String> labels, String meaning) {
        return new MetricKey(KAFKA + name, kind, labels, meaning);
    }
}
