package dev.titorelli.stream.row;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** An ordered set of text keys of one kind within a store: an index. Used by the task's thread alone. */
public final class Marks {

    private static final byte[] SET = {1};

    private final KeyValueStore<String, byte[]> store;
    private final String kind;

    public Marks(KeyValueStore<String, byte[]> store, String kind) {
        this.store = store;
        this.kind = kind + "/";
    }

    public void put(String key) {
        store.put(kind + key, SET);
    }

    public void delete(String key) {
        store.delete(kind + key);
    }

    public boolean has(String key) {
        return store.get(kind + key) != null;
    }

    /** Keys from {@code from} to {@code to}, both included, in order, at most so many. */
    public List<String> between(String from, String to, int atMost) {
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> marks = store.range(kind + from, kind + to)) {
            while (marks.hasNext() && found.size() < atMost) {
                found.add(marks.next().key.substring(kind.length()));
            }
        }
        return found;
    }

    /** Keys after {@code after} in order, at most so many; from the first for an empty text. */
    public List<String> after(String after, int atMost) {
        return between(after.isEmpty() ? "" : after + '\0', String.valueOf(Character.MAX_VALUE), atMost);
    }
}
