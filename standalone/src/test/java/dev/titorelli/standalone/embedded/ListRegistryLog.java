package dev.titorelli.standalone.embedded;

import java.util.ArrayList;
import java.util.List;

/** Keeps records in a list, as the texts that a topic would keep, and can lose the answer to a write. */
final class ListRegistryLog implements RegistryLog {

    private record Kept(String key, String value) {}

    private final List<Kept> kept = new ArrayList<>();
    private boolean losesNextAnswer;

    void loseNextAnswer() {
        losesNextAnswer = true;
    }

    int size() {
        return kept.size();
    }

    @Override
    public List<RegistryRecord> readAll() {
        return kept.stream()
                .flatMap(one -> RegistryRecordJson.parse(one.key(), one.value()).stream())
                .toList();
    }

    @Override
    public void append(RegistryRecord record) {
        kept.add(new Kept(RegistryRecordJson.key(record), RegistryRecordJson.value(record)));
        if (losesNextAnswer) {
            losesNextAnswer = false;
            throw new IllegalStateException("written, but the answer got lost");
        }
    }

    @Override
    public void close() {}
}
