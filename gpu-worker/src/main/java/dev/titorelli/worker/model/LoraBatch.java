package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The adapters of a batch's rows.
 *
 * @param tensors of all of them, each once
 * @param starts where each row's begins in them; -1 for none
 */
record LoraBatch(List<NDArray> tensors, List<Long> starts) {

    static LoraBatch of(List<Lora> rows) {
        List<NDArray> tensors = new ArrayList<>();
        IdentityHashMap<List<NDArray>, Long> known = new IdentityHashMap<>(); // equals would compare contents
        List<Long> starts = new ArrayList<>();
        for (Lora row : rows) {
            if (row.tensors().isEmpty()) {
                starts.add(-1L);
            } else {
                starts.add(known.computeIfAbsent(row.tensors(), adapter -> added(tensors, adapter)));
            }
        }
        return new LoraBatch(tensors, starts);
    }

    private static long added(List<NDArray> tensors, List<NDArray> adapter) {
        int start = tensors.size();
        tensors.addAll(adapter);
        return start;
    }
}
