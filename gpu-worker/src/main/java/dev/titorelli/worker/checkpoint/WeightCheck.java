package dev.titorelli.worker.checkpoint;

import dev.titorelli.worker.tensor.ElementType;
import java.util.List;
import java.util.Optional;

/** Holds a checkpoint against what the configuration asks for. */
public final class WeightCheck {
    private WeightCheck() {}

    /** Each tensor that is missing, of another shape, or of an element type that weights can't have. */
    public static List<String> problems(Checkpoint checkpoint, List<TensorSpec> specs) {
        return specs.stream()
                .flatMap(spec -> spec.stored().stream())
                .flatMap(spec -> problem(checkpoint, spec).stream())
                .toList();
    }

    private static Optional<String> problem(Checkpoint checkpoint, TensorSpec spec) {
        Checkpoint.Place place = checkpoint.places().get(spec.name());
        String expected = "%s: tensor %s: expected F32, BF16 or F16 %s, found "
                .formatted(checkpoint.name(), spec.name(), spec.shape());
        if (place == null) {
            return Optional.of(expected + "nothing");
        }
        SafetensorsFile.Entry entry = place.entry();
        Optional<ElementType> type = ElementType.of(entry.dtype());
        long bytes = entry.end() - entry.start();
        if (type.isEmpty() || !entry.shape().equals(spec.shape())) {
            return Optional.of(expected + entry.dtype() + " " + entry.shape());
        }
        return bytes == entry.elements() * type.orElseThrow().bytes()
                ? Optional.empty()
                : Optional.of(expected + entry.dtype() + " " + entry.shape() + " in " + bytes + " bytes");
    }
}
