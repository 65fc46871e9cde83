package dev.titorelli.stream.row;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.SchemaStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The schemas that rows of a task's state were written with, kept in that state: a newer version of the app reads the
 * rows of an older one without asking anybody. Used by the task's thread alone.
 */
public final class RowSchemas implements SchemaStore {

    private final KeyValueStore<String, byte[]> store;
    private final Map<Long, Schema> known = new HashMap<>();
    private final Set<Schema> kept = Collections.newSetFromMap(new IdentityHashMap<>());

    public RowSchemas(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Keeps a schema under its fingerprint before the first row is written with it. */
    void keep(Schema schema) {
        if (!kept.add(schema)) {
            return;
        }
        long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        if (known.put(fingerprint, schema) == null && store.get(key(fingerprint)) == null) {
            store.put(key(fingerprint), schema.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public Schema findByFingerprint(long fingerprint) {
        return known.computeIfAbsent(fingerprint, this::stored);
    }

    /** The schemas that a store holds, for who reads its rows beside the task. */
    static SchemaStore reading(ReadOnlyKeyValueStore<String, byte[]> store) {
        return fingerprint -> stored(store, fingerprint);
    }

    private Schema stored(long fingerprint) {
        return stored(store, fingerprint);
    }

    private static Schema stored(ReadOnlyKeyValueStore<String, byte[]> store, long fingerprint) {
        byte[] text = store.get(key(fingerprint));
        if (text == null) {
            throw new IllegalStateException(
                    "the state has rows of a schema that it does not hold: " + key(fingerprint));
        }
        return new Schema.Parser().parse(new String(text, StandardCharsets.UTF_8));
    }

    private static String key(long fingerprint) {
        return "schema/%016x".formatted(fingerprint);
    }
}
