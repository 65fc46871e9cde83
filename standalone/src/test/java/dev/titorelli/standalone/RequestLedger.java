package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.identity.RequestId;
import dev.titorelli.identity.Sha256;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The books of a stream of requests: what was asked for, and what the committed events, the dead letters and the object
 * folder say became of it. For one thread.
 */
final class RequestLedger implements AutoCloseable {

    private static final List<Topic<DeadLetter>> GRAVEYARDS =
            List.of(Topics.REQUEST_DLQ, Topics.JOB_DLQ, Topics.OUTCOME_DLQ);

    private final Path objects;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroReader<Event> eventReader;
    private final AvroReader<DeadLetter> letterReader;
    private final Map<RequestId, Entry> expected = new LinkedHashMap<>();
    private final Map<RequestId, List<Event>> events = new LinkedHashMap<>();
    private final List<DeadLetter> letters = new ArrayList<>();

    private record Entry(GenerationRequest request, EventKind end, Instant sentAt) {
        private Set<String> images() {
            return request.getStages().stream()
                    .flatMap(stage -> IntStream.range(0, stage.getImages()).mapToObj(i -> image(stage, i)))
                    .collect(Collectors.toSet());
        }

        private static String image(Stage stage, int index) {
            return stage.getName() + "/" + index;
        }
    }

    /**
     * What the requests took.
     *
     * @param seconds from sending to the end, ascending
     * @param imagesByAttempt how many images the first, second... attempt made
     */
    record Figures(List<Double> seconds, Map<Integer, Long> imagesByAttempt) {
        @Override
        public String toString() {
            return "%d requests; seconds to the end: median %.1f, 95th percentile %.1f, longest %.1f; images by attempt %s"
                    .formatted(seconds.size(), at(0.5), at(0.95), at(1), imagesByAttempt);
        }

        private double at(double share) {
            return seconds.get((int) Math.floor(share * (seconds.size() - 1)));
        }
    }

    RequestLedger(String bootstrapServers, SchemaRegistry registry, Path objects) {
        this.objects = objects;
        this.eventReader = AvroReader.of(Topics.EVENT, registry);
        this.letterReader = AvroReader.of(Topics.REQUEST_DLQ, registry);
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> read = Stream.concat(Stream.of(Topics.EVENT), GRAVEYARDS.stream())
                .flatMap(topic -> consumer.partitionsFor(topic.name(Topics.DEFAULT_PREFIX)).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(read);
        consumer.seekToBeginning(read);
    }

    /** Enters a request that is about to be sent and has to be completed. */
    GenerationRequest expect(GenerationRequest request) {
        return expect(request, EventKind.COMPLETED);
    }

    /** Enters a request that is about to be sent, and how it has to end. */
    GenerationRequest expect(GenerationRequest request, EventKind end) {
        expected.put(
                new RequestId(request.getTenant(), request.getRequestId()), new Entry(request, end, Instant.now()));
        return request;
    }

    /** Reads until so many of the expected requests have ended. */
    void awaitEnds(int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (ended() < count) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after " + patience + " only " + ended() + " of " + count
                        + " requests have ended; open: " + open() + "; dead letters: " + letters);
            }
            read(Duration.ofMillis(200));
        }
    }

    /** Waits until all expected requests have ended, reads the rest, and holds every one to its entry. */
    Figures settle(Duration patience) {
        awaitEnds(expected.size(), patience);
        readToEnd();
        assertThat(letters).as("dead letters").isEmpty();
        assertThat(events.keySet()).as("requests that events tell of").containsAll(expected.keySet());
        expected.forEach((id, entry) -> hold(id, entry, events.get(id)));
        return figures();
    }

    /** The images of a request that has ended. */
    List<EventImage> images(RequestId id) {
        List<Event> told = events.get(id);
        return told.get(told.size() - 1).getImages();
    }

    private void hold(RequestId id, Entry entry, List<Event> told) {
        assertThat(told)
                .as("sequence of %s", id)
                .extracting(Event::getSequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, told.size()).boxed().toList());
        assertThat(told)
                .as("terminal events of %s", id)
                .filteredOn(event -> SystemUser.FINAL.contains(event.getKind()))
                .extracting(Event::getKind)
                .containsExactly(entry.end());
        Event end = told.get(told.size() - 1);
        assertThat(end.getKind()).as("last event of %s", id).isEqualTo(entry.end());
        if (entry.end() == EventKind.COMPLETED) {
            assertThat(end.getImages())
                    .as("images of %s", id)
                    .extracting(image -> image.getStage() + "/" + image.getIndex())
                    .containsExactlyInAnyOrderElementsOf(entry.images());
        }
        assertThat(stored(id))
                .as("objects of %s", id)
                .containsExactlyInAnyOrderElementsOf(end.getImages().stream()
                        .map(image -> image.getImage().getKey())
                        .toList());
        end.getImages().forEach(this::holdObject);
    }

    private void holdObject(EventImage image) {
        try {
            assertThat(Sha256.of(
                            Files.readAllBytes(objects.resolve(image.getImage().getKey()))))
                    .isEqualTo(image.getImage().getDigest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys of what lies in the request's folder, as a reader of the store sees them. */
    private List<String> stored(RequestId id) {
        Path folder = objects.resolve("images").resolve(id.tenant()).resolve(id.id());
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .map(file -> objects.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Figures figures() {
        List<Double> seconds = expected.entrySet().stream()
                .map(entry -> Duration.between(
                                        entry.getValue().sentAt(),
                                        events.get(entry.getKey())
                                                .get(events.get(entry.getKey()).size() - 1)
                                                .getAt())
                                .toMillis()
                        / 1e3)
                .sorted()
                .toList();
        Map<Integer, Long> byAttempt = expected.keySet().stream()
                .map(events::get)
                .flatMap(told -> told.get(told.size() - 1).getImages().stream())
                .collect(Collectors.groupingBy(EventImage::getAttempt, Collectors.counting()));
        return new Figures(seconds, byAttempt);
    }

    private int ended() {
        return expected.size() - open().size();
    }

    private Map<RequestId, List<EventKind>> open() {
        Map<RequestId, List<EventKind>> open = new LinkedHashMap<>();
        for (RequestId id : expected.keySet()) {
            List<EventKind> told = events.getOrDefault(id, List.of()).stream()
                    .map(Event::getKind)
                    .toList();
            if (Collections.disjoint(told, SystemUser.FINAL)) {
                open.put(id, told);
            }
        }
        return open;
    }

    private void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            read(Duration.ofMillis(200));
        }
    }

    private void read(Duration limit) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
            if (record.topic().equals(Topics.EVENT.name(Topics.DEFAULT_PREFIX))) {
                Event event = value(eventReader, record);
                if (event.getKind() == EventKind.BATCH_COMPLETED) {
                    continue;
                }
                events.computeIfAbsent(new RequestId(event.getTenant(), event.getRequestId()), id -> new ArrayList<>())
                        .add(event);
            } else {
                letters.add(value(letterReader, record));
            }
        }
    }

    private static <V extends SpecificRecord> V value(AvroReader<V> reader, ConsumerRecord<byte[], byte[]> record) {
        if (reader.read(record.value()) instanceof Decoded.Value<V> decoded) {
            return decoded.value();
        }
        throw new AssertionError("can't read " + record);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
