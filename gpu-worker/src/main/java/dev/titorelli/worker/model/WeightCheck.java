package dev.titorelli.worker.model;

import java.util.ArrayList;
import java.util.List;

/** Holds a weight file against what the configuration asks for. */
final class WeightCheck {
    private WeightCheck() {}

    /** Each tensor that is missing, of another shape, or of an element type that weights can't have. */
    static List<String> problems(String name, SafetensorsFile file, List<TensorSpec> specs) {
        List<String> problems = new ArrayList<>();
        for (TensorSpec spec : specs) {
            SafetensorsFile.Entry entry = file.entries().get(spec.name());
            String found = entry == null ? "nothing" : entry.dtype() + " " + entry.shape();
            if (entry == null
                    || !entry.shape().equals(spec.shape())
                    || ElementType.of(entry.dtype()).isEmpty()) {
                problems.add("%s: tensor %s: expected F32, BF16 or F16 %s, found %s"
                        .formatted(name, spec.name(), spec.shape(), found));
            } else if (entry.end() - entry.start()
                    != entry.elements() * ElementType.of(entry.dtype()).orElseThrow().bytes) {
                problems.add("%s: tensor %s: %s needs other than its %d bytes"
                        .formatted(name, spec.name(), found, entry.end() - entry.start()));
            }
        }
        return problems;
    }
}
