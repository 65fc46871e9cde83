package dev.titorelli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {

    @Test
    void acceptsEqualPartitionCounts() {
        assertThat(TopicCheck.differing(Map.of("a", 3, "b", 3))).isEmpty();
    }

    @Test
    void namesTopicsWhosePartitionCountsDiffer() {
        assertThat(TopicCheck.differing(Map.of("a", 3, "b", 4, "c", 3)).orElseThrow())
                .startsWith("partition counts that have to be equal differ: {3=[a, c], 4=[b]}");
    }
}
