package dev.titorelli.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpSettingsTest {

    @Test
    void hasAPort() {
        assertThat(HttpSettings.of("0.0.0.0", "8080").port()).hasValue(8080);
    }

    @Test
    void hasNoneWhenItIsOff() {
        assertThat(HttpSettings.of("127.0.0.1", "off").port()).isEmpty();
    }
}
