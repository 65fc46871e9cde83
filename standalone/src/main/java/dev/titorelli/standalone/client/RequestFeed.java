package dev.titorelli.standalone.client;

import dev.titorelli.Event;
import dev.titorelli.Progress;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All events and progress from the moment of its making on, or all events that are still kept too. It reads every
 * partition: which one owns a request is the stream app's business. For one thread.
 */
public final class RequestFeed implements NewsFeed {

    private static final Logger log = LoggerFactory.getLogger(RequestFeed.class);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final String progressTopic;
    private final AvroReader<Event> events;
    private final AvroReader<Progress> progress;
    private final String bootstrapServers;
    private final Silence silence;

    private RequestFeed(Addresses addresses, SchemaRegistry registry, Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.progressTopic = Topics.PROGRESS.name(addresses.prefix());
        this.events = AvroReader.of(Topics.EVENT, registry);
        this.progress = AvroReader.of(Topics.PROGRESS, registry);
        this.bootstrapServers = addresses.bootstrapServers();
        this.silence = new Silence(System::nanoTime, this::answers);
    }

    /** A feed that stands at the topics' ends: what is sent after this returns can't be missed. */
    static RequestFeed fromNow(Addresses addresses, SchemaRegistry registry) {
        return open(addresses, registry, Extent.FROM_NOW);
    }

    /** A feed of events alone that stands at their ends: no progress, of which there is much more. */
    static RequestFeed eventsFromNow(Addresses addresses, SchemaRegistry registry) {
        return open(addresses, registry, Extent.EVENTS_FROM_NOW);
    }

    /** A feed of the events that are kept and of all that come. */
    static RequestFeed fromTheBeginning(Addresses addresses, SchemaRegistry registry) {
        return open(addresses, registry, Extent.EARLIER_TOO);
    }

    private enum Extent {
        FROM_NOW,
        EVENTS_FROM_NOW,
        EARLIER_TOO
    }

    private static RequestFeed open(Addresses addresses, SchemaRegistry registry, Extent extent) {
        Map<String, Object> settings = new HashMap<>(addresses.kafka());
        settings.putAll(Map.of(
                "bootstrap.servers", addresses.bootstrapServers(),
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "allow.auto.create.topics", "false",
                "auto.offset.reset", "earliest",
                "default.api.timeout.ms", "15000"));
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            RequestFeed feed = new RequestFeed(addresses, registry, consumer);
            feed.goToStart(addresses, extent);
            return feed;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private void goToStart(Addresses addresses, Extent extent) {
        List<TopicPartition> eventPartitions = partitionsOf(Topics.EVENT, addresses);
        List<TopicPartition> partitions = new ArrayList<>(eventPartitions);
        if (extent != Extent.EVENTS_FROM_NOW) {
            partitions.addAll(partitionsOf(Topics.PROGRESS, addresses));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        if (extent == Extent.EARLIER_TOO) {
            consumer.seekToBeginning(eventPartitions);
        }
        partitions.forEach(consumer::position); // seeking is lazy: this asks the broker now
    }

    private List<TopicPartition> partitionsOf(Topic<?> topic, Addresses addresses) {
        String name = topic.name(addresses.prefix());
        List<PartitionInfo> found = consumer.partitionsFor(name);
        if (found == null || found.isEmpty()) {
            throw new UnreachableException(
                    "Kafka at %s has no topic %s: no Titorelli is set up there"
                            .formatted(addresses.bootstrapServers(), name),
                    null);
        }
        return found.stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
    }

    @Override
    public List<News> poll(Duration patience) {
        List<News> news = new ArrayList<>();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        if (silence.isTooLong(!records.isEmpty())) {
            throw new UnreachableException("Kafka at " + bootstrapServers + " does not answer any more", null);
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            read(record).ifPresent(news::add);
        }
        return news;
    }

    private boolean answers() {
        try {
            consumer.endOffsets(consumer.assignment(), ANSWER_WITHIN);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private Optional<News> read(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(progressTopic)
                ? value(progress.read(record.value()), record).map(News.Stepped::new)
                : value(events.read(record.value()), record).map(News.Told::new);
    }

    /** What can't be read is not ours to judge: it is logged and left out. */
    private static <V> Optional<V> value(Decoded<V> decoded, ConsumerRecord<byte[], byte[]> record) {
        if (decoded instanceof Decoded.Value<V> value) {
            return Optional.of(value.value());
        }
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("Could not read a record: {}", decoded);
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
