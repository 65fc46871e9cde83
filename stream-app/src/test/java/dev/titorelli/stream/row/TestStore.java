package dev.titorelli.stream.row;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A store of rows without a topology around it. */
public record TestStore(KeyValueStore<String, byte[]> rows) implements AutoCloseable {

    /** In memory: quick. */
    public static TestStore inMemory(Path stateDir) {
        return open(Stores.inMemoryKeyValueStore("rows"), stateDir);
    }

    /** As the topology has it, on disk. */
    public static TestStore persistent(Path stateDir) {
        return open(Stores.persistentKeyValueStore("rows"), stateDir);
    }

    /** Values of another kind, in memory. */
    public static <V> KeyValueStore<String, V> inMemory(Serde<V> values, Path stateDir) {
        return opened(Stores.inMemoryKeyValueStore("values"), values, stateDir);
    }

    private static TestStore open(KeyValueBytesStoreSupplier supplier, Path stateDir) {
        return new TestStore(opened(supplier, Serdes.ByteArray(), stateDir));
    }

    private static <V> KeyValueStore<String, V> opened(
            KeyValueBytesStoreSupplier supplier, Serde<V> values, Path stateDir) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(supplier, Serdes.String(), values)
                .withLoggingDisabled()
                .build();
        MockProcessorContext<String, Object> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), stateDir.toFile());
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    @Override
    public void close() {
        rows.close();
    }
}
