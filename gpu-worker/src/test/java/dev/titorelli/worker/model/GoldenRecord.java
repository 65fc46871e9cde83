package dev.titorelli.worker.model;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Which golden tensors the tests of this run have read. */
final class GoldenRecord {
    private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

    private GoldenRecord() {}

    static void checked(String file, String name) {
        CHECKED.add(file + "/" + name);
    }

    static Set<String> all() {
        return new TreeSet<>(CHECKED);
    }
}
