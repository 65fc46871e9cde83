package dev.titorelli.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriAllowListTest {

    @ParameterizedTest
    @CsvSource({
        "good.example.org, https://good.example.org/a.png",
        "good.example.org, https://GOOD.example.org:443/",
        "*.example.org, https://a.b.example.org/a.png",
        "*, https://whatever.net/a.png",
        "*:8443, https://whatever.net:8443/a.png",
        "http://plain.example.org, http://plain.example.org/a.png",
        "http://127.0.0.1:8080, http://127.0.0.1:8080/a.png",
        "https://[2001:db8::1], https://[2001:DB8::1]/a.png",
        "example.org/public, https://example.org/public/a.png",
        "example.org/public, https://example.org/public?a",
        "example.org/public/, https://example.org/public/a.png"
    })
    void allowsWhatAnEntrySays(String entry, String uri) throws Exception {
        InputUri asked = InputUri.parse(uri);

        assertThatCode(() -> UriAllowList.of(List.of("other.net", entry)).require(asked))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "good.example.org, https://good.example.org.evil.org/a.png",
        "good.example.org, https://evil-good.example.org/a.png",
        "good.example.org, https://evil.org/good.example.org/a.png",
        "good.example.org, https://evil.org/?good.example.org",
        "good.example.org, http://good.example.org/a.png",
        "good.example.org, https://good.example.org:8443/a.png",
        "good.example.org, https://sub.good.example.org/a.png",
        "*.example.org, https://example.org/a.png",
        "*.example.org, https://evilexample.org/a.png",
        "*.example.org, https://example.org.evil.org/a.png",
        "*, http://whatever.net/a.png",
        "*, https://whatever.net:22/a.png",
        "http://plain.example.org, https://plain.example.org/a.png",
        "example.org/public, https://example.org/publicity/a.png",
        "example.org/public, https://example.org/",
        "example.org/public/, https://example.org/public"
    })
    void refusesLookAlikes(String entry, String uri) throws Exception {
        InputUri asked = InputUri.parse(uri);

        assertThatThrownBy(() -> UriAllowList.of(List.of(entry)).require(asked))
                .isInstanceOf(UriRefusedException.class)
                .hasMessageContaining(asked.host());
    }

    @Test
    void refusesEverythingWhenItIsEmpty() throws Exception {
        InputUri asked = InputUri.parse("https://example.org/a.png?token=secret");

        assertThatThrownBy(() -> UriAllowList.NONE.require(asked))
                .hasMessage("the address https://example.org/a.png; allowed: stored objects only (inputs.uri.allow is"
                        + " empty)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://example.org",
                "*foo.org",
                "a.*.org",
                "**",
                "user@example.org",
                "example.org?a=b",
                "example.org#part",
                "127.1",
                "example.org:0",
                "example.org/../private"
            })
    void refusesAnEntryThatIsNone(String entry) {
        assertThatThrownBy(() -> UriAllowList.of(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + entry + "'");
    }

    @Test
    void saysWhatItAllows() {
        assertThat(UriAllowList.of(List.of("*.example.org", "http://[2001:db8::1]:8080/public")))
                .hasToString("https://*.example.org/, http://[2001:db8::1]:8080/public");
    }
}
