package dev.titorelli.worker.batch;

import dev.titorelli.worker.model.KeysAndValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prefixes that a shelf has no room for while held jobs have their memory: that is counted with those, and to find it costs nothing more. One
 * thread at a time.
 */
final class HeldPrefixes {

    private final Map<String, Shelved> byMemory = new HashMap<>();
    private Set<String> held = Set.of();

    /**
     * What lies on a shelf.
     *
     * @param savesNanos the device time that each use saves
     */
    record Shelved(KeysAndValues prefix, long savesNanos) {
        boolean has(String key) {
            return prefix.key().equals(key);
        }
    }

    /** Whether held jobs have its memory. */
    boolean holds(KeysAndValues prefix) {
        return held.contains(prefix.memory());
    }

    /** Takes over what goes from the shelf; false when no held job has its memory. */
    boolean take(Shelved gone) {
        return holds(gone.prefix()) && byMemory.put(gone.prefix().memory(), gone) == null;
    }

    Optional<Shelved> find(String key) {
        return byMemory.values().stream().filter(one -> one.has(key)).findFirst();
    }

    Optional<Shelved> find(String key, int places) {
        return byMemory.values().stream()
                .filter(one -> one.has(key) && one.prefix().places() == places)
                .findFirst();
    }

    /** Sets what memory held jobs have; gives up, and returns, what they have no more. */
    List<Shelved> hold(Set<String> memory) {
        held = memory;
        Set<String> gone = new HashSet<>(byMemory.keySet());
        gone.removeAll(memory);
        List<Shelved> given = new ArrayList<>();
        gone.forEach(name -> given.add(byMemory.remove(name)));
        return given;
    }
}
