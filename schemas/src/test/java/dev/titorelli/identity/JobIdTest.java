package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

    @Test
    void readsWhatItWrites() {
        JobId id = new JobId(new RequestId("atelier", "heath-1"), "final", 12);

        assertThat(id).hasToString("atelier/heath-1/final/12");
        assertThat(JobId.parse("atelier/heath-1/final/12")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a/b/c", "a/b/c/0/", "a/b/c/x", "a/b/c/-1", "a/b/c/+1", "a/b/c/01", "a/b/C/0", "a//c/0"})
    void refusesAnyOtherText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JobId.parse(text));
    }

    @Test
    void namesThePartThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobId.parse("a/b/c/99999999999"))
                .withMessageContaining("index '99999999999'");
    }

    @Test
    void showsOnlyTheStartOfAWrongText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobId.parse("x".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }

    @Test
    void knowsAStageName() {
        assertThat(JobId.isStageName("final-2")).isTrue();
        assertThat(JobId.isStageName("Final")).isFalse();
    }
}
