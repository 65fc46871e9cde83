package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NameFormTest {

    private static final String EVERY_KIND = "azAZ09-._/:@`{[^!~\u0000\u007f\u0130\u0131\u0661\u00e9\n \ud83d\ude00";

    @ParameterizedTest
    @EnumSource
    void agreesWithItsPatternOnTextsOfOneAndTwoCharacters(NameForm form) {
        EVERY_KIND.chars().forEach(first -> {
            assertAgreement(form, Character.toString(first));
            EVERY_KIND.chars().forEach(second -> assertAgreement(form, "" + (char) first + (char) second));
        });
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithItsPatternOnTextsOfEveryLength(NameForm form) {
        Stream.of("a", "Z", "7", "0", "10").forEach(text -> Stream.iterate(0, n -> n <= 110, n -> n + 1)
                .forEach(times -> assertAgreement(form, text.repeat(times))));
    }

    private static void assertAgreement(NameForm form, String text) {
        assertThat(form.matches(text))
                .as("%s of '%s'", form, text)
                .isEqualTo(form.pattern().matcher(text).matches());
    }
}
