package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.Lane;
import org.junit.jupiter.api.Test;

class QueueNameTest {

    @Test
    void readsWhatItWrites() {
        QueueName bulk = new QueueName("shapes", 64, Lane.BULK);

        assertThat(bulk).hasToString("shapes.tokens-64.bulk");
        assertThat(QueueName.parse("shapes.tokens-64.bulk")).isEqualTo(bulk);
        assertThat(QueueName.parse("shapes.tokens-16").lane()).isEqualTo(Lane.INTERACTIVE);
    }

    @Test
    void refusesTextWithoutBucket() {
        assertThatThrownBy(() -> QueueName.parse("shapes.bulk")).hasMessageContaining("tokens-<n>");
    }
}
