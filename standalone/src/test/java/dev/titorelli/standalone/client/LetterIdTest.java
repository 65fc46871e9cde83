package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"request-0-12", "job-3-0", "outcome-0-123456789012345678"})
    void readsWhatItWrites(String text) {
        assertThat(LetterId.parse(text)).hasToString(text);
    }

    @Test
    void namesWhatIsAllowed() {
        assertThatThrownBy(() -> LetterId.parse("event-0-1"))
                .hasMessage("dead letter 'event-0-1': expected request, job or outcome, partition and offset, such as "
                        + "request-0-12");
    }
}
