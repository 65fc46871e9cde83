package dev.titorelli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

    @Test
    void acceptsEqualPartitionCounts() {
        assertThat(ClusterCheck.differing(Map.of("a", 3, "b", 3))).isEmpty();
    }

    @Test
    void namesTopicsWhosePartitionCountsDiffer() {
        assertThat(ClusterCheck.differing(Map.of("a", 3, "b", 4, "c", 3)))
                .contains("partition counts that have to be equal differ: {3=[a, c], 4=[b]}");
    }

    @Test
    void saysWhatKafkasClientRefuses() {
        assertThatThrownBy(() -> ClusterCheck.admin("127.0.0.1:1", Map.of("security.protocol", "NONSENSE")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("security.protocol");
    }
}
