package dev.titorelli.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Job;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** All committed events, jobs and dead letters, read from their beginning when nobody writes any more. */
final class CommittedBooks {

    private static final Set<EventKind> ENDS =
            Set.of(EventKind.REJECTED, EventKind.COMPLETED, EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED);
    private static final Duration POLL = Duration.ofMillis(200);

    private final BenchClients clients;
    private final Admin admin;
    private final Map<String, List<Event>> events;
    private final Map<String, List<Job>> jobs;
    private final List<byte[]> letters = new ArrayList<>();

    CommittedBooks(BenchClients clients, Admin admin, BenchTopics topics, SchemaRegistry registry) {
        this.clients = clients;
        this.admin = admin;
        this.events = values(topics.name(Topics.EVENT), AvroReader.of(Topics.EVENT, registry)).stream()
                .collect(Collectors.groupingBy(Event::getRequestId));
        this.jobs = values(topics.jobs(), AvroReader.of(Topics.JOB, registry)).stream()
                .collect(Collectors.groupingBy(Job::getRequestId));
        List.of(Topics.REQUEST_DLQ, Topics.JOB_DLQ, Topics.OUTCOME_DLQ)
                .forEach(topic -> letters.addAll(read(topics.name(topic))));
    }

    /** Partition of the outcomes of each request, and so of its state. */
    Map<String, Integer> partitions() {
        Map<String, Integer> partitions = new HashMap<>();
        jobs.forEach((request, own) -> partitions.put(request, own.get(0).getOriginPartition()));
        return partitions;
    }

    /** Holds every request of one image to: events without a gap, one end and the last, one job, its one image; no letters. */
    void require(Collection<String> requests) {
        assertThat(letters).as("dead letters").isEmpty();
        assertThat(events.keySet()).containsExactlyInAnyOrderElementsOf(requests);
        assertThat(jobs.keySet()).containsExactlyInAnyOrderElementsOf(requests);
        events.forEach(CommittedBooks::requireOneEnd);
        jobs.forEach((request, own) -> assertThat(own)
                .as("jobs of %s: a worker that answers needs no second attempt", request)
                .extracting(Job::getAttempt)
                .containsExactly(1));
    }

    private static void requireOneEnd(String request, List<Event> told) {
        assertThat(told)
                .as("sequence of %s", request)
                .extracting(Event::getSequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, told.size()).boxed().toList());
        assertThat(told)
                .as("ends of %s", request)
                .extracting(Event::getKind)
                .filteredOn(ENDS::contains)
                .containsExactly(EventKind.COMPLETED);
        Event last = told.get(told.size() - 1);
        assertThat(last.getKind()).as("last event of %s", request).isEqualTo(EventKind.COMPLETED);
        assertThat(last.getImages()).as("images of %s", request).hasSize(1);
    }

    private <V extends SpecificRecord> List<V> values(String topic, AvroReader<V> reader) {
        return read(topic).stream()
                .map(bytes -> {
                    if (reader.read(bytes) instanceof Decoded.Value<V> decoded) {
                        return decoded.value();
                    }
                    throw new AssertionError("can't read a record of " + topic);
                })
                .toList();
    }

    /** To the very end, which an open transaction would hide. */
    private List<byte[]> read(String topic) {
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> reader = clients.reader(topic)) {
            Map<TopicPartition, Long> ends = ends(reader.assignment());
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(POLL).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest)
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }
}
