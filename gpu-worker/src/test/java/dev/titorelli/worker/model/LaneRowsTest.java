package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.checkpoint.TransformerConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LaneRowsTest {
    private final TransformerConfig config =
            OpenModels.tiny().pictures().transformer().config();

    @Test
    void dividesTheWorkEvenly() {
        List<LaneRows> lanes = LaneRows.of(config, List.of(row("a", 64), row("b", 16), row("c", 48)), 2);

        assertThat(lanes).extracting(LaneRows::rows).containsExactly(List.of(0), List.of(1, 2));
    }

    @Test
    void leavesOutALaneWithoutRows() {
        assertThat(LaneRows.of(config, List.of(row("a", 64)), 2))
                .containsExactly(new LaneRows(List.of(0), List.of(false)));
    }

    @Test
    void givesThePlacesOfASharedPrefixToOneLane() {
        List<LaneRows> lanes = LaneRows.of(
                config,
                Stream.of("a", "a", "a", "b").map(prefix -> row(prefix, 64)).toList(),
                2);

        assertThat(lanes)
                .containsExactly(
                        new LaneRows(List.of(0, 2), List.of(false, false)),
                        new LaneRows(List.of(1, 3), List.of(true, false)));
    }

    private static VelocityField.Row row(String prefix, int imageTokens) {
        KeysAndValues keys = new KeysAndValues(null, prefix, null, null, 8);
        return new VelocityField.Row(new VelocityField.Branch(keys, keys, 8 + 1 + imageTokens, Lora.NONE), null);
    }
}
