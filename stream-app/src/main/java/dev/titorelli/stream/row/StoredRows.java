package dev.titorelli.stream.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads rows of one kind that {@link Rows} wrote, beside the task that writes them. For one thread. */
public final class StoredRows<V extends SpecificRecord> {

    /** Comes after every text that a key has. */
    private static final String LAST = String.valueOf(Character.MAX_VALUE);

    private final ReadOnlyKeyValueStore<String, byte[]> store;
    private final String kind;
    private final BinaryMessageDecoder<V> decoder;

    public StoredRows(ReadOnlyKeyValueStore<String, byte[]> store, String kind, Class<V> type) {
        SpecificData data = SpecificData.getForClass(type);
        this.store = store;
        this.kind = kind + "/";
        this.decoder = new BinaryMessageDecoder<>(data, data.getSchema(type), RowSchemas.reading(store));
    }

    public Optional<V> find(String key) {
        return Optional.ofNullable(store.get(kind + key)).map(this::decode);
    }

    /** All rows whose key starts with a text, in the order of their keys. */
    public List<V> startingWith(String prefix) {
        List<V> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> rows = store.prefixScan(kind + prefix, new StringSerializer())) {
            rows.forEachRemaining(row -> found.add(decode(row.value)));
        }
        return found;
    }

    /**
     * Rows whose key starts with a text, from the last one on, at most so many.
     *
     * @param before only rows before this key; empty for all
     */
    public List<V> lastStartingWith(String prefix, String before, int atMost) {
        String end = kind + (before.isEmpty() ? prefix + LAST : before);
        List<V> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> rows = store.reverseRange(kind + prefix, end)) {
            while (rows.hasNext() && found.size() < atMost) {
                var row = rows.next();
                if (!row.key.equals(end)) {
                    found.add(decode(row.value));
                }
            }
        }
        return found;
    }

    private V decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
