package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.image.RgbImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a shelf is told that prefixes have cost: all that was made for them, each piece once. */
final class PrefixCostTest {

    private final OmniGen model = OpenModels.tiny();
    private final Map<String, Long> costs = new HashMap<>();
    private final PrefixSharing sharing = new PrefixSharing(
            new PrefixShelf() {
                @Override
                public Optional<KeysAndValues> find(String key) {
                    return Optional.empty();
                }

                @Override
                public boolean keep(KeysAndValues computed, long nanos) {
                    costs.put(computed.key(), nanos);
                    return false;
                }
            },
            "tenant");

    @Test
    void countsTheEncodingOfAnInputPictureToThePrefixThatNeededItFirst() {
        List<DevicePass> passes = prepared(List.of(new RgbImage(32, 32, new byte[3 * 32 * 32])));
        long encoded = sum(passes, DevicePass.Kind.ENCODE);
        long prefilled = sum(passes, DevicePass.Kind.PREFILL);
        long timed = sum(passes, DevicePass.Kind.TIME_TOKENS);

        assertThat(encoded).isPositive();
        assertThat(costs.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(encoded + prefilled + timed);
        assertThat(costs.values()).anyMatch(cost -> cost > encoded);
    }

    @Test
    void countsThePassesOfATextAlone() {
        List<DevicePass> passes = prepared(List.of());
        assertThat(costs.values())
                .containsExactlyInAnyOrderElementsOf(
                        passes.stream().map(DevicePass::nanos).toList());
    }

    private static long sum(List<DevicePass> passes, DevicePass.Kind kind) {
        return passes.stream()
                .filter(pass -> pass.kind() == kind)
                .mapToLong(DevicePass::nanos)
                .sum();
    }

    private List<DevicePass> prepared(List<RgbImage> inputs) {
        String prompt = inputs.isEmpty() ? "a red circle" : "a red circle in <img><|image_1|></img>";
        SamplingParameters wish =
                new SamplingParameters(prompt, "blur", inputs, 32, 32, 2, 2.5, 1.6, !inputs.isEmpty(), 1, 3, 64);
        List<DevicePass> passes = new ArrayList<>();
        try (Preparation preparation = model.prepare(wish, sharing)) {
            for (Optional<DevicePass> next = preparation.next(); next.isPresent(); next = preparation.next()) {
                DevicePass pass = next.get();
                passes.add(pass);
                pass.run(pass.units());
            }
        }
        return passes;
    }
}
