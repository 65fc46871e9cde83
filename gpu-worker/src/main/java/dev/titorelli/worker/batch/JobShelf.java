package dev.titorelli.worker.batch;

import dev.titorelli.worker.model.KeysAndValues;
import dev.titorelli.worker.model.PrefixShelf;
import java.util.Optional;
import java.util.function.Consumer;

/** The shelf, as one job's picture sees it: whoever counts the job's memory hears what the picture has of it. */
record JobShelf(PrefixShelf shelf, Consumer<KeysAndValues> whenUsed) implements PrefixShelf {

    @Override
    public Optional<KeysAndValues> find(String key) {
        return shelf.find(key);
    }

    @Override
    public Optional<KeysAndValues> find(String key, int places) {
        return shelf.find(key, places);
    }

    @Override
    public void used(KeysAndValues handles) {
        whenUsed.accept(handles);
    }

    @Override
    public boolean keep(KeysAndValues computed, long nanos) {
        return shelf.keep(computed, nanos);
    }
}
