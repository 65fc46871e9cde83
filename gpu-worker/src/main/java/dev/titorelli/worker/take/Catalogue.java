package dev.titorelli.worker.take;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The models that were announced, by alias. The first digest owns its alias. */
final class Catalogue {

    /** The later entry: the way that the topic is read by everybody. */
    static final BinaryOperator<CatalogueEntry> LATEST = (earlier, later) -> later;

    /** The earlier entry: who came first of those that announced an alias at once. */
    static final BinaryOperator<CatalogueEntry> FIRST = (earlier, later) -> earlier;

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, CatalogueEntry> entries;

    Catalogue(Map<String, CatalogueEntry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /**
     * Reads the catalogue's topic up to its present end.
     *
     * @param choice which of an earlier and a later entry of an alias counts
     * @throws CannotStart when an entry can't be read, so that nobody can tell whose an alias is
     */
    static Catalogue read(
            Consumer<byte[], byte[]> consumer,
            String topic,
            AvroReader<CatalogueEntry> reader,
            BinaryOperator<CatalogueEntry> choice) {
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        Map<String, CatalogueEntry> entries = new TreeMap<>();
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(record -> add(entries, record, reader, choice));
        }
        return new Catalogue(entries);
    }

    /**
     * Whether an entry is new and has to be announced.
     *
     * @throws CannotStart when its alias belongs to another digest, or to the same with other limits or buckets
     */
    boolean lacks(CatalogueEntry ours) {
        Optional<CatalogueEntry> known = Optional.ofNullable(entries.get(ours.getAlias()));
        known.ifPresent(owner -> requireSame(owner, ours));
        return known.isEmpty();
    }

    /** The entry that owns an alias. */
    Optional<CatalogueEntry> owner(String alias) {
        return Optional.ofNullable(entries.get(alias));
    }

    private static void requireSame(CatalogueEntry owner, CatalogueEntry ours) {
        requireEqual(ours, "digest", owner.getDigest(), ours.getDigest());
        requireEqual(ours, "limits", owner.getLimits(), ours.getLimits());
        requireEqual(ours, "buckets", owner.getBuckets(), ours.getBuckets());
        if (!owner.getCachingFit().isEmpty()) { // jobs planned without a fit can be made with any
            requireEqual(ours, "step caching fit", owner.getCachingFit(), ours.getCachingFit());
        }
    }

    private static void requireEqual(CatalogueEntry ours, String part, Object owner, Object own) {
        if (!owner.equals(own)) {
            throw new CannotStart("model alias '%s' belongs to a model with %s %s, this worker has %s: %s"
                    .formatted(ours.getAlias(), part, owner, own, "give the model another alias"));
        }
    }

    private static void add(
            Map<String, CatalogueEntry> entries,
            ConsumerRecord<byte[], byte[]> record,
            AvroReader<CatalogueEntry> reader,
            BinaryOperator<CatalogueEntry> choice) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            entries.remove(key);
            return;
        }
        Decoded<CatalogueEntry> decoded = reader.read(record.value());
        if (decoded instanceof Decoded.Value<CatalogueEntry> entry) {
            entries.merge(key, entry.value(), choice);
        } else {
            throw new CannotStart("catalogue entry '" + key + "' can't be read: " + decoded);
        }
    }
}
