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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The models that were announced, by alias. The first digest owns its alias. */
final class Catalogue {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, CatalogueEntry> entries;

    Catalogue(Map<String, CatalogueEntry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /**
     * Reads the catalogue's topic up to its present end.
     *
     * @throws CannotStart when an entry can't be read, so that nobody can tell whose an alias is
     */
    static Catalogue read(Consumer<byte[], byte[]> consumer, String topic, AvroReader<CatalogueEntry> reader) {
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        Map<String, CatalogueEntry> entries = new TreeMap<>();
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(record -> add(entries, record, reader));
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

    private static void requireSame(CatalogueEntry owner, CatalogueEntry ours) {
        requireEqual(ours, "digest", owner.getDigest(), ours.getDigest());
        requireEqual(ours, "limits", owner.getLimits(), ours.getLimits());
        requireEqual(ours, "buckets", owner.getBuckets(), ours.getBuckets());
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
            AvroReader<CatalogueEntry> reader) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            entries.remove(key);
            return;
        }
        Decoded<CatalogueEntry> decoded = reader.read(record.value());
        if (decoded instanceof Decoded.Value<CatalogueEntry> entry) {
            entries.put(key, entry.value());
        } else {
            throw new CannotStart("catalogue entry '" + key + "' can't be read: " + decoded);
        }
    }
}
