package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.EventKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({"COMPLETED, 0", "FAILED, 1", "REJECTED, 3", "CANCELLED, 4", "EXPIRED, 4"})
    void followsTheEndOfTheRequest(EventKind end, int code) {
        assertThat(ExitCode.of(end).code()).isEqualTo(code);
    }

    @Test
    void refusesAnEventThatEndsNothing() {
        assertThatThrownBy(() -> ExitCode.of(EventKind.RUNNING)).hasMessage("RUNNING does not end a request");
    }
}
