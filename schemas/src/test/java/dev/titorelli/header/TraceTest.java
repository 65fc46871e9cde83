package dev.titorelli.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @ParameterizedTest
    @ValueSource(strings = {GOOD, "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes"})
    void readsAHeaderOfTheStandardsForm(String header) {
        assertThat(Trace.of(headers(header))).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-two\nlines",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
            })
    void dropsAHeaderOfAnotherForm(String header) {
        assertThat(Trace.of(headers(header))).isNull();
    }

    @Test
    void dropsAHeaderOfEndlessLength() {
        assertThat(Trace.of(headers("cc" + GOOD.substring(2) + "-" + "x".repeat(100))))
                .isNull();
    }

    @Test
    void findsNoneWhereThereIsNone() {
        assertThat(Trace.of(new RecordHeaders())).isNull();
        assertThat(Trace.of(new RecordHeaders().add(Trace.NAME, null))).isNull();
        assertThat(Trace.headers(null)).isEmpty();
    }

    private static RecordHeaders headers(String trace) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Trace.NAME, trace.getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
