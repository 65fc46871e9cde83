package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The adapters of a batch's rows.
 *
 * @param tensors of all of them, each once
 * @param starts where each row's begins in them; -1 for none
 * @param scales of each row's
 */
record LoraBatch(List<NDArray> tensors, long[] starts, double[] scales) {

    static LoraBatch of(List<Lora> rows) {
        List<NDArray> tensors = new ArrayList<>();
        Map<List<NDArray>, Long> known = new IdentityHashMap<>(); // tensors are equal when their contents are
        long[] starts = new long[rows.size()];
        for (int row = 0; row < starts.length; row++) {
            List<NDArray> adapter = rows.get(row).tensors();
            starts[row] = adapter.isEmpty() ? -1 : known.computeIfAbsent(adapter, a -> (long) tensors.size());
            if (starts[row] == tensors.size()) {
                tensors.addAll(adapter);
            }
        }
        return new LoraBatch(
                tensors, starts, rows.stream().mapToDouble(Lora::scale).toArray());
    }
}
