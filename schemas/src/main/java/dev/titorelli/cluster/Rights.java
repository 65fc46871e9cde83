package dev.titorelli.cluster;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/** The rights of each program: no more than it needs. */
public final class Rights {

    /** The brokers' own topics, on which transactions and groups rest. */
    public static final List<String> BROKERS_OWN =
            List.of("__transaction_state", "__share_group_state", "__consumer_offsets");

    private static final String ANY_JOB = "job.v1.";

    private Rights() {}

    /** Of the stream app: its topics, its state's topics (which Kafka Streams makes), its group and its transactions. */
    public static List<Right> ofStream(String prefix, String applicationId) {
        return join(
                each(
                        prefix,
                        READ,
                        Topics.REQUEST,
                        Topics.REQUEST_REKEYED,
                        Topics.CONTROL,
                        Topics.CONTROL_REKEYED,
                        Topics.OUTCOME,
                        Topics.PLACEMENT,
                        Topics.QUEUE,
                        Topics.BATCH,
                        Topics.WORKER,
                        Topics.MODEL),
                each(
                        prefix,
                        WRITE,
                        Topics.REQUEST_REKEYED,
                        Topics.CONTROL_REKEYED,
                        Topics.PLACEMENT,
                        Topics.QUEUE,
                        Topics.EVENT,
                        Topics.INSPECT,
                        Topics.JOB_CONTROL,
                        Topics.BATCH,
                        Topics.WORKER,
                        Topics.REQUEST_DLQ,
                        Topics.JOB_DLQ,
                        Topics.OUTCOME_DLQ),
                Stream.of(
                        Right.onAll(TOPIC, prefix + ANY_JOB, WRITE),
                        Right.onAll(TOPIC, prefix, DESCRIBE),
                        Right.onAll(TOPIC, applicationId + "-", CREATE, READ, WRITE),
                        Right.on(GROUP, applicationId, READ),
                        Right.onAll(TRANSACTIONAL_ID, applicationId + "-", DESCRIBE, WRITE)));
    }

    /** Of a worker: job topics with their share groups, orders, catalogue, inspections, who else works; outcomes, progress, heartbeats. */
    public static List<Right> ofWorker(String prefix) {
        return join(
                each(prefix, READ, Topics.JOB_CONTROL, Topics.MODEL, Topics.INSPECT, Topics.WORKER),
                each(prefix, WRITE, Topics.OUTCOME, Topics.PROGRESS, Topics.WORKER, Topics.MODEL, Topics.JOB_DLQ),
                Stream.of(
                        Right.onAll(TOPIC, prefix + ANY_JOB, READ),
                        Right.onAll(TOPIC, prefix, DESCRIBE),
                        Right.onAll(GROUP, prefix + ANY_JOB, READ, DESCRIBE_CONFIGS),
                        Right.on(GROUP, Topics.INSPECT.name(prefix), READ)));
    }

    /** Of a user who sends requests and reads what becomes of them, without a consumer group. */
    public static List<Right> ofClient(String prefix) {
        return join(
                each(prefix, WRITE, Topics.REQUEST, Topics.CONTROL),
                each(prefix, READ, Topics.EVENT, Topics.PROGRESS),
                Stream.empty());
    }

    /** Of setup: makes topics and sets up share groups, looks at the brokers' limits; reads and writes no record. */
    public static List<Right> ofSetup(String prefix) {
        return join(
                BROKERS_OWN.stream().map(topic -> Right.on(TOPIC, topic, DESCRIBE)),
                Stream.of(
                        Right.onAll(TOPIC, prefix, CREATE, DESCRIBE, DESCRIBE_CONFIGS),
                        Right.onAll(GROUP, prefix + ANY_JOB, ALTER_CONFIGS, DESCRIBE_CONFIGS),
                        Right.on(GROUP, Topics.INSPECT.name(prefix), ALTER_CONFIGS, DESCRIBE_CONFIGS)),
                Stream.of(Right.on(CLUSTER, "kafka-cluster", DESCRIBE_CONFIGS)));
    }

    private static Stream<Right> each(String prefix, AclOperation operation, Topic<?>... topics) {
        return Stream.of(topics).map(topic -> Right.on(TOPIC, topic.name(prefix), operation));
    }

    private static List<Right> join(Stream<Right> first, Stream<Right> second, Stream<Right> third) {
        return Stream.of(first, second, third).flatMap(rights -> rights).toList();
    }
}
