package dev.titorelli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourcesTest {

    @Test
    void readsFlagsInBothForms() {
        assertThat(Sources.flags(List.of("--topic.prefix", "a.", "--model=/m=1")))
                .isEqualTo(Map.of("topic.prefix", "a.", "model", "/m=1"));
    }

    @Test
    void knowsTheShortNameOfQueues() {
        assertThat(Sources.flags(List.of("--queues", "a,b"))).isEqualTo(Map.of("worker.queues", "a,b"));
    }

    @Test
    void namesEveryArgumentThatIsNoFlag() {
        assertThatThrownBy(() -> Sources.flags(List.of("up", "--model")))
                .hasMessageContaining("'up': expected --<key> VALUE")
                .hasMessageContaining("--model: expected a value");
    }
}
