package dev.titorelli.settings;

import static dev.titorelli.settings.SettingKind.ADDRESS;
import static dev.titorelli.settings.SettingKind.COUNT;
import static dev.titorelli.settings.SettingKind.COUNTS;
import static dev.titorelli.settings.SettingKind.FOLDER;
import static dev.titorelli.settings.SettingKind.MILLIS;
import static dev.titorelli.settings.SettingKind.PORT;
import static dev.titorelli.settings.SettingKind.SECRET;
import static dev.titorelli.settings.SettingKind.TEXT;
import static dev.titorelli.settings.SettingKind.URLS;

import java.util.List;

/** The table of all settings. Beside them, every {@code kafka.*} passes through to Kafka's clients. */
public final class SettingKeys {

    /** What the names of pass-through settings begin with. */
    static final String KAFKA = "kafka.";

    static final String OBJECTS_OF_S3 = "objects.";

    static final String REGISTRY = "schema.registry.";

    public static final SettingKey BOOTSTRAP_SERVERS = new SettingKey(
            "kafka.bootstrap.servers", TEXT, "127.0.0.1:9092", "Kafka's brokers, host:port separated by commas.");
    public static final SettingKey TOPIC_PREFIX =
            new SettingKey("topic.prefix", TEXT, "titorelli.", "What the names of all topics begin with.");

    public static final SettingKey REGISTRY_URL = new SettingKey(
            "schema.registry.url",
            TEXT,
            "http://127.0.0.1:8081",
            "The schema registry's nodes, http or https, separated by commas.");
    public static final SettingKey REGISTRY_USER =
            new SettingKey("schema.registry.user", TEXT, null, "User for HTTP basic authentication.");
    public static final SettingKey REGISTRY_PASSWORD =
            new SettingKey("schema.registry.password", SECRET, null, "Password of that user.");
    public static final SettingKey REGISTRY_CONNECT_TIMEOUT =
            new SettingKey("schema.registry.connect.timeout.ms", MILLIS, "2000", "Until a connection stands.");
    public static final SettingKey REGISTRY_REQUEST_TIMEOUT =
            new SettingKey("schema.registry.request.timeout.ms", MILLIS, "5000", "Until one try has its whole answer.");
    public static final SettingKey REGISTRY_RETRIES =
            new SettingKey("schema.registry.retries", COUNT, "3", "Further rounds over all nodes after the first one.");
    public static final SettingKey REGISTRY_BACKOFF = new SettingKey(
            "schema.registry.backoff.ms", MILLIS, "200", "Wait before the first further round; doubles, up to 10 s.");

    public static final SettingKey OBJECTS = new SettingKey(
            "objects",
            TEXT,
            "~/.titorelli/objects",
            "The object store: a folder that all workers and users share, or s3://bucket/prefix.");
    public static final SettingKey OBJECTS_ENDPOINT = new SettingKey(
            "objects.endpoint", TEXT, null, "S3's address, http(s)://host:port; without it AWS in the region.");
    public static final SettingKey OBJECTS_REGION = new SettingKey(
            "objects.region", TEXT, null, "S3's region; needed for AWS, us-east-1 for an endpoint that says no other.");
    public static final SettingKey OBJECTS_PATH_STYLE = new SettingKey(
            "objects.path.style",
            TEXT,
            null,
            "true for host/bucket/key, false for bucket.host/key; without it true if there is an endpoint.");
    public static final SettingKey OBJECTS_ACCESS_KEY = new SettingKey(
            "objects.access.key", SECRET, null, "Id of an access key; without it the AWS SDK's default chain.");
    public static final SettingKey OBJECTS_SECRET_KEY =
            new SettingKey("objects.secret.key", SECRET, null, "Secret of that access key.");
    public static final SettingKey OBJECTS_SESSION_TOKEN =
            new SettingKey("objects.session.token", SECRET, null, "Session token, for temporary access keys.");
    public static final SettingKey OBJECTS_CONNECT_TIMEOUT =
            new SettingKey("objects.connect.timeout.ms", MILLIS, "2000", "Until a connection to S3 stands.");
    public static final SettingKey OBJECTS_ATTEMPT_TIMEOUT =
            new SettingKey("objects.attempt.timeout.ms", MILLIS, "15000", "Until S3 has answered one request.");
    public static final SettingKey OBJECTS_TIMEOUT = new SettingKey(
            "objects.timeout.ms",
            MILLIS,
            "40000",
            "For one object in all, retries and pauses included; 50000 at most.");
    public static final SettingKey OBJECTS_ATTEMPTS =
            new SettingKey("objects.attempts", COUNT, "3", "Attempts of one request while S3 is in trouble, 1 to 10.");
    public static final SettingKey OBJECTS_MULTIPART_BYTES = new SettingKey(
            "objects.multipart.bytes", COUNT, "16777216", "Larger objects go in parts of this size; 5242880 at least.");
    public static final SettingKey INPUTS_URI_ALLOW = new SettingKey(
            "inputs.uri.allow",
            TEXT,
            null,
            "Where input pictures may be fetched from, separated by commas; without it nowhere. For stream app and"
                    + " workers.");
    public static final SettingKey INPUTS_URI_NETWORKS = new SettingKey(
            "inputs.uri.networks",
            TEXT,
            null,
            "Networks, such as 10.1.0.0/16, that pictures are fetched from though they are private; separated by"
                    + " commas.");
    public static final SettingKey INPUTS_URI_CONNECT_TIMEOUT =
            new SettingKey("inputs.uri.connect.timeout.ms", MILLIS, "3000", "Until a connection to an address stands.");
    public static final SettingKey INPUTS_URI_FIRST_BYTE_TIMEOUT = new SettingKey(
            "inputs.uri.first.byte.timeout.ms",
            MILLIS,
            "10000",
            "Until the server says something, and between its words.");
    public static final SettingKey INPUTS_URI_TIMEOUT = new SettingKey(
            "inputs.uri.timeout.ms",
            MILLIS,
            "30000",
            "For one picture in all: redirects, retries, pauses, the whole body.");
    public static final SettingKey INPUTS_URI_ATTEMPTS = new SettingKey(
            "inputs.uri.attempts", COUNT, "3", "Attempts while a picture's server is in trouble, 1 to 10.");
    public static final SettingKey INPUTS_MAX_BYTES =
            new SettingKey("inputs.max.bytes", COUNT, "33554432", "Bytes of an input picture's file, at most.");

    public static final SettingKey MODEL =
            new SettingKey("model", FOLDER, null, "The worker's checkpoint; its folder's name is its alias.");

    public static final SettingKey STREAM_APPLICATION_ID = new SettingKey(
            "stream.application.id",
            TEXT,
            null,
            "The stream app's consumer group, the same for all instances; without it the topic prefix and"
                    + " 'stream-app'.");
    public static final SettingKey STREAM_STATE_DIR = new SettingKey(
            "stream.state.dir",
            FOLDER,
            "~/.titorelli/stream",
            "State of this instance; each instance on a machine needs its own.");
    public static final SettingKey STREAM_DEFAULT_MODEL = new SettingKey(
            "stream.default.model",
            TEXT,
            null,
            "Alias of the model for requests that name none; without it they are rejected.");
    public static final SettingKey STREAM_RETENTION =
            new SettingKey("stream.retention.ms", MILLIS, "86400000", "How long ended requests are remembered.");
    public static final SettingKey STREAM_RETAINED_REQUESTS = new SettingKey(
            "stream.retention.requests",
            COUNT,
            "100000",
            "Ended requests that each partition of request.v1 remembers, at most; the oldest are forgotten first.");
    public static final SettingKey STREAM_BATCH_RETENTION = new SettingKey(
            "stream.batch.retention.ms",
            MILLIS,
            "604800000",
            "How long the counters of a batch label are kept after the last word about it.");
    public static final SettingKey STREAM_MAX_BYTES =
            new SettingKey("stream.request.max.bytes", COUNT, "262144", "Bytes of a request's record, at most.");
    public static final SettingKey STREAM_MAX_STAGES =
            new SettingKey("stream.request.max.stages", COUNT, "32", "Stages of a request, at most.");
    public static final SettingKey STREAM_MAX_JOBS =
            new SettingKey("stream.request.max.jobs", COUNT, "256", "Images of a request, at most.");
    public static final SettingKey STREAM_MAX_PROMPT =
            new SettingKey("stream.request.max.prompt.chars", COUNT, "16384", "Characters of a prompt, at most.");
    public static final SettingKey STREAM_MAX_ATTEMPTS = new SettingKey(
            "stream.request.max.attempts", COUNT, "10", "Attempts of a job that a stage may ask for, at most.");
    public static final SettingKey STREAM_TICK =
            new SettingKey("stream.lease.tick.ms", MILLIS, "5000", "How often a worker's silence is looked at.");
    public static final SettingKey STREAM_TICK_GAP = new SettingKey(
            "stream.lease.max.tick.gap.ms", MILLIS, "7000", "Ticks further apart than this do not count.");
    public static final SettingKey STREAM_SILENT_TICKS = new SettingKey(
            "stream.lease.silent.ticks", COUNT, "3", "Counted ticks without a heartbeat after which a run is lost.");
    public static final SettingKey STREAM_ATTEMPTS =
            new SettingKey("stream.lease.attempts", COUNT, "3", "Attempts of a job, unless its stage says otherwise.");
    public static final SettingKey STREAM_BACKOFF = new SettingKey(
            "stream.retry.backoff.ms",
            MILLIS,
            "1000",
            "Wait before a job's second attempt, less a jitter; doubles with each. Four times as long while the object"
                    + " store is away, none after a worker was lost or drained.");
    public static final SettingKey STREAM_LONGEST_BACKOFF =
            new SettingKey("stream.retry.max.backoff.ms", MILLIS, "60000", "No wait before an attempt is longer.");

    public static final SettingKey STREAM_INSPECT_TIMEOUT = new SettingKey(
            "stream.inspect.timeout.ms",
            MILLIS,
            "60000",
            "An inspection that no worker has answered by then is asked again.");
    public static final SettingKey STREAM_INSPECT_PATIENCE = new SettingKey(
            "stream.inspect.patience.ms", MILLIS, "600000", "How long a request's inspections may take in all.");
    public static final SettingKey STREAM_INSPECT_ATTEMPTS = new SettingKey(
            "stream.inspect.attempts",
            COUNT,
            "3",
            "Answers of trouble that may pass before an inspection is given up.");

    public static final SettingKey STREAM_INSPECT_INPUTS = new SettingKey(
            "stream.inspect.max.inputs", COUNT, "32", "Different inputs of one request that are inspected, at most.");

    public static final SettingKey STREAM_QUEUE_WEIGHTS = new SettingKey(
            "stream.queue.weights",
            TEXT,
            null,
            "Shares of tenants in every queue, tenant=weight separated by commas, above 0; who is not named has 1.");
    public static final SettingKey STREAM_QUEUE_WAITING = new SettingKey(
            "stream.queue.waiting",
            COUNT,
            "200000",
            "Jobs of a tenant that may wait in one queue; a stage that would lead over it is refused with QUEUE_FULL.");
    public static final SettingKey STREAM_QUEUE_WAITING_BY_TENANT = new SettingKey(
            "stream.queue.waiting.by.tenant",
            TEXT,
            null,
            "Other numbers for some tenants, tenant=jobs separated by commas, 1 and above.");
    public static final SettingKey STREAM_QUEUE_IN_FLIGHT = new SettingKey(
            "stream.queue.in.flight",
            COUNT,
            "10000",
            "Jobs of a tenant in one queue that may be with the workers at once: released and not ended.");
    public static final SettingKey STREAM_QUEUE_IN_FLIGHT_BY_TENANT = new SettingKey(
            "stream.queue.in.flight.by.tenant",
            TEXT,
            null,
            "Other numbers for some tenants, tenant=jobs separated by commas, 1 and above.");
    public static final SettingKey STREAM_QUEUE_AHEAD = new SettingKey(
            "stream.queue.ahead",
            COUNT,
            "1",
            "Jobs of a queue that are released beyond the room that its live workers announce, at least; 1 and above.");
    public static final SettingKey STREAM_QUEUE_HORIZON = new SettingKey(
            "stream.queue.horizon.ms",
            MILLIS,
            "400",
            "As many more are released beyond it as lately started in this time: what a start takes to be heard of.");

    public static final SettingKey WORKER_NAME = new SettingKey(
            "worker.name", TEXT, null, "Name for people; without it the host's name and the process id.");
    public static final SettingKey WORKER_ALIAS = new SettingKey(
            "worker.alias", TEXT, null, "The model's alias, where it is not to follow from its folder's name.");
    public static final SettingKey WORKER_DTYPE = new SettingKey(
            "worker.dtype",
            TEXT,
            "auto",
            "What the transformer computes in: f32, bf16, or auto, which is bf16 where the processor is made for it.");
    public static final SettingKey WORKER_BUCKETS = new SettingKey(
            "worker.buckets",
            COUNTS,
            "16,64,256,1024,4096,16384",
            "Ceilings of output tokens; the same for all workers of a model.");
    public static final SettingKey WORKER_QUEUES = new SettingKey(
            "worker.queues",
            TEXT,
            null,
            "Queues that this worker takes from, separated by commas; without it all of its model's.");
    public static final SettingKey WORKER_QUEUES_MAX = new SettingKey(
            "worker.queues.max",
            COUNT,
            "16",
            "Queues that are served at once, at most; of more the worker serves those that need it. Heeded where"
                    + " worker.queues names none.");
    public static final SettingKey WORKER_JOBS = new SettingKey(
            "worker.jobs", COUNT, "4", "Jobs that are held at once, at most; their pictures are denoised together.");
    public static final SettingKey WORKER_MEMORY = new SettingKey(
            "worker.memory.mib",
            COUNT,
            "0",
            "Memory that held jobs and kept prefixes take together at most, in MiB; 0 is half of the machine's less"
                    + " the weights.");
    public static final SettingKey WORKER_PREFIX_CACHE = new SettingKey(
            "worker.prefix.cache.mib",
            COUNT,
            "512",
            "Memory for the keys and values of prefixes that are kept for pictures to come, in MiB.");
    public static final SettingKey WORKER_ADAPTER_CACHE = new SettingKey(
            "worker.adapter.cache.mib",
            COUNT,
            "256",
            "Memory for adapters that no held job uses and that are kept for pictures to come, in MiB.");
    public static final SettingKey WORKER_HEARTBEAT =
            new SettingKey("worker.heartbeat.ms", MILLIS, "5000", "Between heartbeats.");
    public static final SettingKey WORKER_STUCK = new SettingKey(
            "worker.stuck.after.ms",
            MILLIS,
            "60000",
            "How long the device may be at one piece of work before the process counts as broken.");
    public static final SettingKey WORKER_DRAIN =
            new SettingKey("worker.drain.ms", MILLIS, "20000", "How long held jobs may go on when the worker stops.");

    public static final SettingKey WORKER_CHECKPOINT = new SettingKey(
            "worker.checkpoint.ms",
            MILLIS,
            "30000",
            "Device time of a job's steps after which its latents are stored, and each time again; another worker goes"
                    + " on from them.");

    public static final SettingKey WORKER_SLICE = new SettingKey(
            "worker.slice.ms",
            MILLIS,
            "200",
            "How long a piece of device work may be, as far as it can be cut: about as long as an INTERACTIVE job may"
                    + " wait for the device.");
    public static final SettingKey WORKER_PROGRESS = new SettingKey(
            "worker.progress.ms",
            MILLIS,
            "1000",
            "The longest silence of a job that steps; a stage's progressEverySteps tells after so many steps instead.");
    public static final SettingKey WORKER_MEASURE = new SettingKey(
            "worker.measure.ms",
            COUNT,
            "500",
            "How long a start may measure steps by bucket and rows, in milliseconds, before it takes jobs; 0 measures"
                    + " nothing. What is measured is kept in worker.kept.dir.");
    public static final SettingKey WORKER_PREVIEWS = new SettingKey(
            "worker.previews.ms",
            MILLIS,
            "86400000",
            "How long previews lie in a folder of objects; in S3 a lifecycle rule of the bucket says so.");

    public static final SettingKey INTERMEDIATE = new SettingKey(
            "intermediate.ms",
            MILLIS,
            "604800000",
            "How long pictures of stages with keep: false lie in a folder of objects; in S3 a lifecycle rule of the"
                    + " bucket says so. A request with such stages expires after six sevenths of it.");

    public static final SettingKey WORKER_KEPT = new SettingKey(
            "worker.kept.dir",
            FOLDER,
            "~/.titorelli/kept",
            "Where starts keep digests, self-tests, measured steps and converted weights; workers of one machine may"
                    + " share it.");
    public static final SettingKey WORKER_INSPECT = new SettingKey(
            "worker.inspect",
            TEXT,
            "beside",
            "Whether the worker inspects input pictures: beside painting, only (it opens no model and paints nothing),"
                    + " or off.");
    public static final SettingKey WORKER_INSPECT_THREADS = new SettingKey(
            "worker.inspect.threads", COUNT, "4", "Input pictures that are fetched at once; one is decoded at a time.");
    public static final SettingKey WORKER_INSPECT_QUEUE = new SettingKey(
            "worker.inspect.queue", COUNT, "1000", "Inspections that are taken and wait for a thread, at most.");

    public static final SettingKey TOPICS_REQUEST_PARTITIONS = new SettingKey(
            "topics.request.partitions", COUNT, "3", "Partitions of request.v1 and its equals, for setup.");
    public static final SettingKey TOPICS_QUEUE_PARTITIONS =
            new SettingKey("topics.queue.partitions", COUNT, "1", "Partitions of queue.v1, for setup.");
    public static final SettingKey TOPICS_REPLICATION = new SettingKey(
            "topics.replication",
            COUNT,
            null,
            "Copies of each partition, for setup and the stream app's own topics; without it the broker's default.");
    public static final SettingKey TOPICS_RECORD_LOCK = new SettingKey(
            "topics.record.lock.ms",
            MILLIS,
            "15000",
            "How long the broker locks a taken job for one worker, for setup and stream app; stock brokers allow 15 to"
                    + " 60 s.");

    public static final SettingKey TOPICS_WORKERS = new SettingKey(
            "topics.workers",
            COUNT,
            "20",
            "Workers of one model that the brokers must have room for, looked at by setup --check.");

    public static final SettingKey HTTP_PORT = new SettingKey(
            "http.port",
            PORT,
            "0",
            "Where /livez, /readyz, /metrics and, of the stream app, /v1 answer; told when the program starts.");
    public static final SettingKey HTTP_HOST = new SettingKey(
            "http.host", TEXT, "127.0.0.1", "Address to listen on for them; 0.0.0.0 for all, as in a container.");
    public static final SettingKey HTTP_ADVERTISED = new SettingKey(
            "http.advertised",
            ADDRESS,
            null,
            "Under which the other stream apps reach this one; without it http.host, or an address of this machine"
                    + " where that is 0.0.0.0, and http.port.");

    public static final SettingKey STREAM_URL = new SettingKey(
            "stream.url",
            URLS,
            null,
            "Where the command line asks for requests: http.port of stream apps, one or several.");

    private SettingKeys() {}

    /** All of them, in the order of the documentation. */
    public static List<SettingKey> all() {
        return List.of(
                BOOTSTRAP_SERVERS,
                TOPIC_PREFIX,
                REGISTRY_URL,
                REGISTRY_USER,
                REGISTRY_PASSWORD,
                REGISTRY_CONNECT_TIMEOUT,
                REGISTRY_REQUEST_TIMEOUT,
                REGISTRY_RETRIES,
                REGISTRY_BACKOFF,
                OBJECTS,
                OBJECTS_ENDPOINT,
                OBJECTS_REGION,
                OBJECTS_PATH_STYLE,
                OBJECTS_ACCESS_KEY,
                OBJECTS_SECRET_KEY,
                OBJECTS_SESSION_TOKEN,
                OBJECTS_CONNECT_TIMEOUT,
                OBJECTS_ATTEMPT_TIMEOUT,
                OBJECTS_TIMEOUT,
                OBJECTS_ATTEMPTS,
                OBJECTS_MULTIPART_BYTES,
                INTERMEDIATE,
                INPUTS_URI_ALLOW,
                INPUTS_URI_NETWORKS,
                INPUTS_URI_CONNECT_TIMEOUT,
                INPUTS_URI_FIRST_BYTE_TIMEOUT,
                INPUTS_URI_TIMEOUT,
                INPUTS_URI_ATTEMPTS,
                INPUTS_MAX_BYTES,
                MODEL,
                STREAM_APPLICATION_ID,
                STREAM_STATE_DIR,
                STREAM_DEFAULT_MODEL,
                STREAM_RETENTION,
                STREAM_RETAINED_REQUESTS,
                STREAM_BATCH_RETENTION,
                STREAM_MAX_BYTES,
                STREAM_MAX_STAGES,
                STREAM_MAX_JOBS,
                STREAM_MAX_PROMPT,
                STREAM_MAX_ATTEMPTS,
                STREAM_TICK,
                STREAM_TICK_GAP,
                STREAM_SILENT_TICKS,
                STREAM_ATTEMPTS,
                STREAM_BACKOFF,
                STREAM_LONGEST_BACKOFF,
                STREAM_INSPECT_TIMEOUT,
                STREAM_INSPECT_PATIENCE,
                STREAM_INSPECT_ATTEMPTS,
                STREAM_INSPECT_INPUTS,
                STREAM_QUEUE_WEIGHTS,
                STREAM_QUEUE_WAITING,
                STREAM_QUEUE_WAITING_BY_TENANT,
                STREAM_QUEUE_IN_FLIGHT,
                STREAM_QUEUE_IN_FLIGHT_BY_TENANT,
                STREAM_QUEUE_AHEAD,
                STREAM_QUEUE_HORIZON,
                WORKER_NAME,
                WORKER_ALIAS,
                WORKER_DTYPE,
                WORKER_BUCKETS,
                WORKER_QUEUES,
                WORKER_QUEUES_MAX,
                WORKER_JOBS,
                WORKER_MEMORY,
                WORKER_PREFIX_CACHE,
                WORKER_ADAPTER_CACHE,
                WORKER_HEARTBEAT,
                WORKER_STUCK,
                WORKER_DRAIN,
                WORKER_CHECKPOINT,
                WORKER_SLICE,
                WORKER_PROGRESS,
                WORKER_MEASURE,
                WORKER_PREVIEWS,
                WORKER_KEPT,
                WORKER_INSPECT,
                WORKER_INSPECT_THREADS,
                WORKER_INSPECT_QUEUE,
                TOPICS_REQUEST_PARTITIONS,
                TOPICS_QUEUE_PARTITIONS,
                TOPICS_REPLICATION,
                TOPICS_RECORD_LOCK,
                TOPICS_WORKERS,
                HTTP_PORT,
                HTTP_HOST,
                HTTP_ADVERTISED,
                STREAM_URL);
    }
}
