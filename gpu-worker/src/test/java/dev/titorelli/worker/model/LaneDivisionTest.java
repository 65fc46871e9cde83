package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.checkpoint.TransformerConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LaneDivisionTest {
    private static final int LAYERS = 8;
    private final TransformerConfig config =
            new TransformerConfig(512, 1408, LAYERS, 8, 8, 1000, 4096, 1e-5, 1e4, Optional.empty());

    @Test
    void leavesEvenWorkInItsLanes() {
        assertThat(lanes("a 512", "b 256", "c 256"))
                .containsExactly(List.of(whole(List.of(0), false)), List.of(whole(List.of(1, 2), false, false)));
    }

    @Test
    void leavesOutALaneWithoutRows() {
        assertThat(lanes("a 256")).containsExactly(List.of(whole(List.of(0), false)));
    }

    @Test
    void givesThePlacesOfASharedPrefixToOneLane() {
        assertThat(lanes("a 256", "a 256", "a 256", "b 256"))
                .containsExactly(
                        List.of(whole(List.of(0, 2), false, false)), List.of(whole(List.of(1, 3), true, false)));
    }

    @Test
    void letsTheThirdOfThreeEqualRowsChangeLanesHalfWay() {
        assertThat(lanes("a 256", "b 256", "c 256"))
                .containsExactly(
                        List.of(part(0, false, 0, 4), whole(List.of(1), false)),
                        List.of(whole(List.of(2), false), part(0, false, 4, LAYERS)));
    }

    @Test
    void letsARowChangeWhereTheLanesEndTogether() {
        assertThat(lanes("a 512", "b 256", "c 1024", "d 256", "e 256"))
                .containsExactly(
                        List.of(part(1, false, 0, 1), whole(List.of(2), false)),
                        List.of(whole(List.of(0, 3, 4), false, false, false), part(1, false, 1, LAYERS)));
    }

    @Test
    void aRowThatChangesLanesStaysOutOfThePlacesOfOthers() {
        assertThat(lanes("a 256", "a 256", "b 256").get(0).get(0)).isEqualTo(part(0, true, 0, 4));
    }

    @Test
    void aRowLongerThanAllOthersKeepsItsLane() {
        assertThat(lanes("a 1024", "b 256", "c 256"))
                .containsExactly(List.of(whole(List.of(0), false)), List.of(whole(List.of(1, 2), false, false)));
    }

    @Test
    void oneLaneComputesAll() {
        assertThat(LaneDivision.of(work("a 256", "b 256", "c 256"), 1))
                .containsExactly(List.of(whole(List.of(0, 1, 2), false, false, false)));
    }

    private List<List<LaneRows>> lanes(String... rows) {
        return LaneDivision.of(work(rows), 2);
    }

    private RowWork work(String... rows) {
        return new RowWork(
                config,
                new LinearBlocks(256),
                Stream.of(rows)
                        .map(row -> row.split(" ", 2))
                        .map(row -> row(row[0], Integer.parseInt(row[1])))
                        .toList());
    }

    private static LaneRows whole(List<Integer> rows, Boolean... aside) {
        return new LaneRows(rows, List.of(aside), 0, LAYERS);
    }

    private static LaneRows part(int row, boolean aside, int first, int end) {
        return new LaneRows(List.of(row), List.of(aside), first, end);
    }

    private static VelocityField.Row row(String prefix, int imageTokens) {
        KeysAndValues keys = new KeysAndValues(null, prefix, null, null, 8);
        return new VelocityField.Row(new VelocityField.Branch(keys, keys, 8 + 1 + imageTokens, Lora.NONE), null);
    }
}
