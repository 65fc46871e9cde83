package dev.titorelli.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

    @Test
    void saysWhatKafkasClientRefuses() {
        assertThatThrownBy(() -> ClusterCheck.admin("127.0.0.1:1", Map.of("security.protocol", "NONSENSE")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("security.protocol");
    }
}
