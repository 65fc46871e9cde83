package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.CannotStart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionCountsTest {

    @Test
    void isTheCountThatAllHave() {
        assertThat(PartitionCounts.common(List.of("a", "b"), Map.of("a", 3, "b", 3)))
                .isEqualTo(3);
    }

    @Test
    void namesTheTwoThatDiffer() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> PartitionCounts.common(List.of("a", "b"), Map.of("a", 3, "b", 4)))
                .withMessageContaining("topic a has 3")
                .withMessageContaining("topic b has 4");
    }
}
