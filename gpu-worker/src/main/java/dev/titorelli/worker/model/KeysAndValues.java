package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keys and values [L, kv, places, D] of tokens: of a prefix, with room behind it for the time token and image tokens of
 * whichever row is being computed, or of the time tokens of all steps. They depend on nothing but what {@link #key}
 * stands for, so pictures share them: each has handles of its own to the same memory, which is freed with the last
 * handle. Any thread.
 */
public final class KeysAndValues implements AutoCloseable {
    private static final AtomicLong MEMORIES = new AtomicLong();

    private final TorchScript script;
    private final String key;
    private final String memory;
    private final NDArray keys;
    private final NDArray values;
    private final int tokens;
    private boolean closed;

    /** @param tokens the places, from the first on, that are filled */
    public KeysAndValues(TorchScript script, String key, NDArray keys, NDArray values, int tokens) {
        this(script, key, "keys and values " + MEMORIES.incrementAndGet(), keys, values, tokens);
    }

    private KeysAndValues(TorchScript script, String key, String memory, NDArray keys, NDArray values, int tokens) {
        this.script = script;
        this.key = key;
        this.memory = memory;
        this.keys = keys;
        this.values = values;
        this.tokens = tokens;
    }

    /** Hex SHA-256 over all that they were computed from. */
    public String key() {
        return key;
    }

    /** Names the memory that they lie in: handles have the same name if and only if it is the same memory. */
    public String memory() {
        return memory;
    }

    /** The memory that they take, shared or not. */
    public long bytes() {
        return 2 * keys.size() * elementBytes();
    }

    /** DJL does not know libtorch's BF16, and says 0. */
    private int elementBytes() {
        DataType type = keys.getDataType();
        return type == DataType.UNKNOWN ? Short.BYTES : type.getNumOfBytes();
    }

    /** The number of tokens whose keys and values they are. */
    public int tokens() {
        return tokens;
    }

    /** For how many tokens there is room: a prefix has that of its whole row. */
    public int places() {
        return Math.toIntExact(keys.getShape().get(2));
    }

    NDArray keys() {
        return keys;
    }

    NDArray values() {
        return values;
    }

    /** The first places of the same memory, in another scope; empty when these are closed. */
    synchronized Optional<KeysAndValues> sharedWith(NDManager other, int places) {
        return closed ? Optional.empty() : Optional.of(handle(other, places));
    }

    /** The same tokens in memory of their own with so many places; empty when these are closed. */
    synchronized Optional<KeysAndValues> copiedTo(NDManager other, int places) {
        return closed ? Optional.empty() : Optional.of(copy(other, places));
    }

    private KeysAndValues handle(NDManager other, int places) {
        return new KeysAndValues(
                script, key, memory, of(keys, "places", other, places), of(values, "places", other, places), tokens);
    }

    private KeysAndValues copy(NDManager other, int places) {
        return new KeysAndValues(
                script, key, of(keys, "with_places", other, places), of(values, "with_places", other, places), tokens);
    }

    private NDArray of(NDArray tensor, String method, NDManager other, int places) {
        return script.call(method)
                .tensor(tensor)
                .integer(tokens)
                .integer(places)
                .tensorIn(other);
    }

    /** Gives these handles up; those of others stay. */
    @Override
    public synchronized void close() {
        closed = true;
        keys.close();
        values.close();
    }

    @Override
    public String toString() {
        return "keys and values of %d tokens, %s".formatted(tokens, key);
    }
}
