package dev.titorelli.stream.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Avro rows of one kind by text key, in Avro's single-object form: the schema's fingerprint before the body. Used by the
 * task's thread alone.
 */
public final class Rows<V extends SpecificRecord> {

    private final KeyValueStore<String, byte[]> store;
    private final String kind;
    private final RowSchemas schemas;
    private final Class<V> type;
    private final BinaryMessageEncoder<V> encoder;
    private final BinaryMessageDecoder<V> decoder;

    /** Rows of one kind; a store holds many kinds side by side, each under its own name. */
    public Rows(KeyValueStore<String, byte[]> store, String kind, Class<V> type) {
        SpecificData data = SpecificData.getForClass(type);
        this.store = store;
        this.kind = kind + "/";
        this.schemas = new RowSchemas(store);
        this.type = type;
        this.encoder = new BinaryMessageEncoder<>(data, data.getSchema(type), true);
        this.decoder = new BinaryMessageDecoder<>(data, data.getSchema(type), schemas);
    }

    public Optional<V> find(String key) {
        return Optional.ofNullable(store.get(kind + key)).map(row -> decode(key, row));
    }

    public boolean has(String key) {
        return store.get(kind + key) != null;
    }

    public void put(String key, V row) {
        schemas.keep(SpecificData.get().getSchema(type));
        store.put(kind + key, encode(row));
    }

    public void delete(String key) {
        store.delete(kind + key);
    }

    /** All rows whose key starts with a text, in the order of their keys. */
    public List<V> startingWith(String prefix) {
        return entriesStartingWith(prefix, Integer.MAX_VALUE).stream()
                .map(entry -> entry.value)
                .toList();
    }

    /** Rows whose key starts with a text, in the order of their keys, at most so many. */
    public List<KeyValue<String, V>> entriesStartingWith(String prefix, int atMost) {
        List<KeyValue<String, V>> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> rows = store.prefixScan(kind + prefix, new StringSerializer())) {
            while (rows.hasNext() && found.size() < atMost) {
                KeyValue<String, byte[]> row = rows.next();
                String key = row.key.substring(kind.length());
                found.add(KeyValue.pair(key, decode(key, row.value)));
            }
        }
        return found;
    }

    /** Hands out all rows whose key starts with a text, in the order of their keys, without holding them all at once. */
    public void forEachStartingWith(String prefix, BiConsumer<String, V> taker) {
        try (KeyValueIterator<String, byte[]> rows = store.prefixScan(kind + prefix, new StringSerializer())) {
            rows.forEachRemaining(row -> {
                String key = row.key.substring(kind.length());
                taker.accept(key, decode(key, row.value));
            });
        }
    }

    /** A row as part of another one. */
    public ByteBuffer bytesOf(V row) {
        schemas.keep(SpecificData.get().getSchema(type));
        return ByteBuffer.wrap(encode(row));
    }

    /**
     * The opposite of {@link #bytesOf}.
     *
     * @param key of the row that it is a part of
     */
    public V ofBytes(String key, ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        return decode(key, bytes);
    }

    /** How many rows have a key that starts with a text. */
    public int countStartingWith(String prefix) {
        int count = 0;
        try (KeyValueIterator<String, byte[]> rows = store.prefixScan(kind + prefix, new StringSerializer())) {
            for (; rows.hasNext(); rows.next()) {
                count++;
            }
        }
        return count;
    }

    /** Deletes all rows whose key starts with a text. */
    public void deleteStartingWith(String prefix) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> rows = store.prefixScan(kind + prefix, new StringSerializer())) {
            rows.forEachRemaining(row -> keys.add(row.key));
        }
        keys.forEach(store::delete);
    }

    private byte[] encode(V row) {
        try {
            ByteBuffer encoded = encoder.encode(row);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row that can't be read is no user's fault: the process is broken, and says which row it is. */
    private V decode(String key, byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("this version can't read the row " + kind + key + " of its state", e);
        }
    }
}
