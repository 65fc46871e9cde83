package dev.titorelli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {

    @Test
    void readsEverySetting() {
        RegistrySettings settings = RegistrySettings.read(Map.of(
                "url", "http://a:8081/, https://b/registry",
                "user", "titorelli",
                "password", "heath",
                "connect.timeout.ms", "10",
                "request.timeout.ms", "20",
                "retries", "0",
                "backoff.ms", "30"));

        assertThat(settings.urls()).containsExactly(URI.create("http://a:8081"), URI.create("https://b/registry"));
        assertThat(settings.login()).contains(new RegistrySettings.Login("titorelli", "heath"));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(10));
        assertThat(settings.requestTimeout()).isEqualTo(Duration.ofMillis(20));
        assertThat(settings.retries()).isZero();
        assertThat(settings.backoff()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void needsNoSetting() {
        assertThat(RegistrySettings.read(Map.of()).urls()).containsExactly(URI.create("http://127.0.0.1:8081"));
    }

    @Test
    void hidesThePasswordInItsText() {
        RegistrySettings settings = RegistrySettings.of(URI.create("http://a")).withLogin("titorelli", "heath");

        assertThat(settings.toString()).contains("titorelli").doesNotContain("heath");
    }

    @Test
    void refusesAPasswordInAnAddressWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySettings.read(Map.of("url", "http://titorelli:heath@a")))
                .withMessageContaining("own settings")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("heath"));
    }

    @Test
    void refusesAnAddressThatIsNoHttp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySettings.read(Map.of("url", "localhost:8081")))
                .withMessageContaining("localhost:8081")
                .withMessageContaining("http://host:port");
    }

    @Test
    void refusesAUserWithoutPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySettings.read(Map.of("user", "titorelli")))
                .withMessageContaining("both or neither");
    }

    @Test
    void refusesANumberThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySettings.read(Map.of("retries", "some")))
                .withMessageContaining("retries 'some'");
    }

    @Test
    void refusesATimeoutOfZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySettings.read(Map.of("request.timeout.ms", "0")))
                .withMessageContaining("request.timeout.ms");
    }
}
