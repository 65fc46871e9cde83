package dev.titorelli.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "1449, 1.4 s",
        "59940, 59.9 s",
        "59960, 1 min 00 s",
        "125000, 2 min 05 s"
    })
    void readsAsAPersonSaysIt(long millis, String expected) {
        assertThat(Seconds.of(Duration.ofMillis(millis))).isEqualTo(expected);
    }
}
