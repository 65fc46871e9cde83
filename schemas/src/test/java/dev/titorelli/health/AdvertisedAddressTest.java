package dev.titorelli.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AdvertisedAddressTest {

    @Test
    void isWhatWasSet() {
        assertThat(AdvertisedAddress.of(
                        new HttpSettings("0.0.0.0", OptionalInt.of(1), Optional.of("stream-1.example:8080")), 1))
                .isEqualTo("stream-1.example:8080");
    }

    @Test
    void isWhereItListens() {
        assertThat(AdvertisedAddress.of(HttpSettings.of("127.0.0.1", "0"), 4711))
                .isEqualTo("127.0.0.1:4711");
        assertThat(AdvertisedAddress.of(HttpSettings.of("::1", "0"), 4711)).isEqualTo("[::1]:4711");
    }

    @Test
    void isAnAddressOfThisMachineWhereItListensOnAll() {
        assertThat(AdvertisedAddress.of(HttpSettings.of("0.0.0.0", "0"), 4711))
                .endsWith(":4711")
                .doesNotStartWith("0.0.0.0");
    }
}
