package dev.titorelli.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputUriTest {

    @Test
    void readsTheParts() throws Exception {
        assertThat(InputUri.parse("HTTPS://Pictures.Example.org:8443/a%20b.png?size=1#part"))
                .isEqualTo(new InputUri("https", "pictures.example.org", 8443, "/a%20b.png", "size=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org, 443, example.org, /",
        "http://example.org?a=b, 80, example.org, /?a=b",
        "https://[2001:DB8::1]:444/x, 444, [2001:db8::1]:444, /x",
        "https://10.0.0.1/x, 443, 10.0.0.1, /x"
    })
    void saysWhatIsSent(String text, int port, String authority, String target) throws Exception {
        InputUri uri = InputUri.parse(text);

        assertThat(uri.port()).isEqualTo(port);
        assertThat(uri.authority()).isEqualTo(authority);
        assertThat(uri.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org/a.png",
                "//example.org/a.png",
                "ftp://example.org/a.png",
                "file:///etc/passwd",
                "jar:https://example.org/a.jar!/a.png",
                "https:example.org/a.png",
                "https:///a.png",
                "https://user@example.org/a.png",
                "https://good.example.org@evil.org/a.png",
                "https://user:secret@example.org/a.png",
                "https://@example.org/",
                "https://good.example.org\\@evil.org/a.png",
                "https://good.example.org\\.evil.org/",
                "https://example.org./a.png",
                "https://exa mple.org/",
                "https://ex\u0430mple.org/a.png",
                "https://example.org/\r\nHost: evil.org",
                "https://example.org:0/",
                "https://example.org:65536/",
                "https://example.org:99999999999/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.0.01/",
                "https://127.0.0.256/",
                "https://1.2.3.4.5/",
                "https://example.0x1/",
                "https://[::1/",
                "https://[fe80::1%25eth0]/",
                "https://[::1]evil.org/",
                "https://-example.org/",
                "https://example..org/",
                "https://example.org/public/../private/a.png",
                "https://example.org/public/%2e%2e/private/a.png",
                "https://example.org/public/..%2fprivate/a.png",
                "https://example.org/public/..%5cprivate/a.png",
                "https://example.org/%zz"
            })
    void refusesWhatCouldBeReadOtherwise(String text) {
        assertThatThrownBy(() -> InputUri.parse(text))
                .isInstanceOf(UriRefusedException.class)
                .hasMessageContaining("; allowed: ");
    }

    @Test
    void refusesAnAddressThatIsTooLong() {
        assertThatThrownBy(() -> InputUri.parse("https://example.org/" + "a".repeat(2000)))
                .isInstanceOf(UriRefusedException.class)
                .hasMessageContaining("2020 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "/b.png, https://example.org/b.png",
        "b.png, https://example.org/a/b.png",
        "../b.png, https://example.org/b.png",
        "//other.org/b.png, https://other.org/b.png",
        "http://127.0.0.1/b.png, http://127.0.0.1/b.png"
    })
    void followsARedirectFromWhereItStands(String location, String expected) throws Exception {
        assertThat(InputUri.parse("https://example.org/a/a.png?x=1")
                        .redirected(location)
                        .toString())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "javascript:alert(1)", "https://user@example.org/", "https://2130706433/", "a\u0000b"})
    void refusesARedirectToNoAddress(String location) {
        assertThatThrownBy(() -> InputUri.parse("https://example.org").redirected(location))
                .isInstanceOf(UriRefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/a.png?signature=secret, https://example.org/a.png",
        "https://user:secret@example.org/a.png, https://example.org/a.png",
        "https://user:sec@ret@example.org/a.png#part, https://example.org/a.png",
        "secret@host, secret@host"
    })
    void showsNoSecrets(String text, String shown) {
        assertThat(InputUri.shown(text)).isEqualTo(shown);
    }

    @Test
    void showsNoMoreThanALineHasRoomFor() {
        assertThat(InputUri.shown("https://example.org/\n" + "a".repeat(5000))).hasSizeLessThanOrEqualTo(200);
    }
}
