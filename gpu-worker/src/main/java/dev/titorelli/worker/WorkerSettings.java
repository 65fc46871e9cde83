package dev.titorelli.worker;

import dev.titorelli.identity.JobId;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.batch.Backoff;
import dev.titorelli.worker.batch.DeviceLoop;
import dev.titorelli.worker.inspect.InspectMode;
import dev.titorelli.worker.inspect.InspectSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a worker is told when it starts.
 *
 * @param bootstrapServers brokers, as Kafka writes them
 * @param topicPrefix of all topics
 * @param worker name for people
 * @param alias under which the model is announced and asked for; any text for a worker that only inspects
 * @param buckets ceilings of output tokens; those that the model doesn't need are left out
 * @param queues those of the model's that this worker takes from; empty for all, or of too many for those that need it
 * @param timing how long things may take
 * @param capacity how much is done at once
 * @param inspection whether and how it inspects input pictures
 * @param kafka further settings of all Kafka clients, such as security
 */
public record WorkerSettings(
        String bootstrapServers,
        String topicPrefix,
        String worker,
        String alias,
        List<Integer> buckets,
        List<QueueName> queues,
        Timing timing,
        Capacity capacity,
        InspectSettings inspection,
        Map<String, Object> kafka) {

    /** Buckets unless a setting says otherwise: a factor of four each, which bounds what a picture is over-priced by. */
    public static final List<Integer> DEFAULT_BUCKETS = List.of(16, 64, 256, 1024, 4096, 16384);

    /** @throws IllegalArgumentException naming the setting, its value and what is allowed */
    public WorkerSettings {
        if (inspection.mode() != InspectMode.ONLY && !JobId.isStageName(alias)) {
            throw new IllegalArgumentException("alias '" + alias + "': allowed is [a-z0-9-]{1,40}");
        }
        if (buckets.isEmpty() || buckets.stream().anyMatch(tokens -> tokens < 1)) {
            throw new IllegalArgumentException("buckets " + buckets + ": allowed is one or more numbers above 0");
        }
        buckets = buckets.stream().distinct().sorted().toList();
        queues = List.copyOf(queues);
        kafka = Map.copyOf(kafka);
    }

    /**
     * How long things may take.
     *
     * @param heartbeat between heartbeats
     * @param stuckAfter how long the device may be at one piece of work before the process counts as broken
     * @param drain how long held jobs may go on when the worker stops
     * @param backoff pauses while the object store or the device's memory is in trouble
     */
    public record Timing(Duration heartbeat, Duration stuckAfter, Duration drain, Backoff backoff, Paces paces) {

        /** With the usual paces. */
        public Timing(Duration heartbeat, Duration stuckAfter, Duration drain, Backoff backoff) {
            this(heartbeat, stuckAfter, drain, backoff, Paces.DEFAULT);
        }

        /** A heartbeat each 5 s, stuck after 60 s, 20 s to drain. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(20), Backoff.DEFAULT);
    }

    /**
     * How often what is done on the way of a job.
     *
     * @param slice how long a piece of device work may be, as far as it can be cut: about as long as an INTERACTIVE job may wait
     * @param progress the longest silence of a run that steps, unless its stage says after how many steps to tell
     * @param previews lifetime of previews in a folder of objects
     * @param intermediate lifetime of pictures of stages that are not kept, in a folder of objects
     * @param checkpoint device time of a job's steps between its checkpoints
     * @param measure how long a start may measure steps before it takes jobs; zero for not at all
     */
    public record Paces(
            Duration slice,
            Duration progress,
            Duration previews,
            Duration intermediate,
            Duration checkpoint,
            Duration measure) {

        /**
         * Slices of 200 ms, progress each second, previews for a day, pictures that are not kept for a week, a checkpoint each
         * 30 s, half a second to measure.
         */
        public static final Paces DEFAULT = new Paces(
                DeviceLoop.Pace.DEFAULT_SLICE,
                Duration.ofSeconds(1),
                Duration.ofDays(1),
                Duration.ofDays(7),
                DeviceLoop.Shelter.CHECKPOINT_EVERY,
                Duration.ofMillis(500));
    }

    /**
     * How much is done at once.
     *
     * @param jobs held at once, at most
     * @param memoryBytes that held jobs and kept prefixes may take; 0 for what the machine leaves
     * @param prefixBytes memory for prefixes that are kept for pictures to come
     * @param queues served at once, at most, where none are named
     * @param adapterBytes memory for adapters that are kept for pictures to come
     */
    public record Capacity(int jobs, long memoryBytes, long prefixBytes, int queues, long adapterBytes) {

        private static final int MOST_QUEUES = 16;
        private static final long ADAPTER_BYTES = 256L << 20;

        /** Four jobs, what the machine leaves, of it 512 MiB for kept prefixes and 256 MiB for kept adapters. */
        public static final Capacity DEFAULT = new Capacity(4, 0, 512L << 20);

        /** @throws IllegalArgumentException naming the setting, its value and what is allowed */
        public Capacity {
            if (jobs < 1) {
                throw new IllegalArgumentException("jobs " + jobs + ": allowed is a number above 0");
            }
            if (memoryBytes < 0) {
                throw new IllegalArgumentException("memoryBytes " + memoryBytes + ": allowed is 0 or more");
            }
            if (prefixBytes < 0) {
                throw new IllegalArgumentException("prefixBytes " + prefixBytes + ": allowed is 0 or more");
            }
            if (adapterBytes < 0) {
                throw new IllegalArgumentException("adapterBytes " + adapterBytes + ": allowed is 0 or more");
            }
            if (queues < 1) {
                throw new IllegalArgumentException("queues " + queues + ": allowed is a number above 0");
            }
        }

        /** With 256 MiB for kept adapters. */
        public Capacity(int jobs, long memoryBytes, long prefixBytes, int queues) {
            this(jobs, memoryBytes, prefixBytes, queues, ADAPTER_BYTES);
        }

        /** With 16 queues at once, at most, and 256 MiB for kept adapters. */
        public Capacity(int jobs, long memoryBytes, long prefixBytes) {
            this(jobs, memoryBytes, prefixBytes, MOST_QUEUES);
        }
    }

    /** Defaults for everything but the brokers and the alias. */
    public static WorkerSettings of(String bootstrapServers, String alias) {
        return new WorkerSettings(
                bootstrapServers,
                Topics.DEFAULT_PREFIX,
                "worker",
                alias,
                DEFAULT_BUCKETS,
                List.of(),
                Timing.DEFAULT,
                Capacity.DEFAULT,
                InspectSettings.DEFAULT,
                Map.of());
    }

    public WorkerSettings withTopicPrefix(String prefix) {
        return new WorkerSettings(
                bootstrapServers, prefix, worker, alias, buckets, queues, timing, capacity, inspection, kafka);
    }

    public WorkerSettings withWorker(String name) {
        return new WorkerSettings(
                bootstrapServers, topicPrefix, name, alias, buckets, queues, timing, capacity, inspection, kafka);
    }

    public WorkerSettings withBuckets(List<Integer> ceilings) {
        return new WorkerSettings(
                bootstrapServers, topicPrefix, worker, alias, ceilings, queues, timing, capacity, inspection, kafka);
    }

    public WorkerSettings withQueues(List<QueueName> taken) {
        return new WorkerSettings(
                bootstrapServers, topicPrefix, worker, alias, buckets, taken, timing, capacity, inspection, kafka);
    }

    public WorkerSettings withTiming(Timing other) {
        return new WorkerSettings(
                bootstrapServers, topicPrefix, worker, alias, buckets, queues, other, capacity, inspection, kafka);
    }

    public WorkerSettings withCapacity(Capacity other) {
        return new WorkerSettings(
                bootstrapServers, topicPrefix, worker, alias, buckets, queues, timing, other, inspection, kafka);
    }

    public WorkerSettings withInspection(InspectSettings other) {
        return new WorkerSettings(
                bootstrapServers, topicPrefix, worker, alias, buckets, queues, timing, capacity, other, kafka);
    }

    public WorkerSettings withKafka(Map<String, Object> overrides) {
        return new WorkerSettings(
                bootstrapServers, topicPrefix, worker, alias, buckets, queues, timing, capacity, inspection, overrides);
    }
}
