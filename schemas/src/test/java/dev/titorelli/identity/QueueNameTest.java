package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueNameTest {

    @Test
    void readsWhatItWrites() {
        QueueName bulk = new QueueName("shapes", 64, Lane.BULK);

        assertThat(bulk).hasToString("shapes.tokens-64.bulk");
        assertThat(QueueName.parse("shapes.tokens-64.bulk")).isEqualTo(bulk);
    }

    @Test
    void isInteractiveWithoutLane() {
        QueueName interactive = QueueName.parse("shapes.tokens-16");

        assertThat(interactive).isEqualTo(new QueueName("shapes", 16, Lane.INTERACTIVE));
        assertThat(interactive).hasToString("shapes.tokens-16");
    }

    @Test
    void refusesTextWithoutBucket() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueueName.parse("shapes.bulk"))
                .withMessageContaining("tokens-<n>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shapes.tokens-",
                "shapes.tokens-0",
                "shapes.tokens-+16",
                "shapes.tokens-016",
                "shapes.tokens-16.BULK",
                "shapes.tokens-16.bulk.bulk",
                "Shapes.tokens-16",
                ".tokens-16",
                "a.tokens-1.tokens-2"
            })
    void refusesAnyOtherText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> QueueName.parse(text));
    }

    @Test
    void refusesAnUnknownLane() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueueName("shapes", 16, Lane.UNKNOWN))
                .withMessageContaining("INTERACTIVE, BULK");
    }
}
