package dev.titorelli.standalone.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Window window = new Window(100);

    @Test
    void isHalvedWhenAQueueIsFull() {
        window.full(NOON, NOON.plusSeconds(5));

        assertThat(window.now()).isEqualTo(50);
    }

    @Test
    void isHalvedOnceForAllThatAreRefusedTogether() {
        window.full(NOON, NOON.plusSeconds(5));
        window.full(NOON.plusSeconds(1), NOON.plusSeconds(6));
        assertThat(window.now()).isEqualTo(50);

        window.full(NOON.plusSeconds(5), NOON.plusSeconds(10));
        assertThat(window.now()).isEqualTo(25);
    }

    @Test
    void letsOneOutAtLeast() {
        for (int i = 0; i < 20; i++) {
            window.full(NOON.plusSeconds(i), NOON.plusSeconds(i));
        }

        assertThat(window.now()).isEqualTo(1);
    }

    @Test
    void growsByOneForAsManyEndsAsItIsWideAndNotOverItsMost() {
        window.full(NOON, NOON);
        for (int i = 0; i < 51; i++) {
            window.ended();
        }
        assertThat(window.now()).isEqualTo(51);

        for (int i = 0; i < 10_000; i++) {
            window.ended();
        }
        assertThat(window.now()).isEqualTo(100);
    }
}
