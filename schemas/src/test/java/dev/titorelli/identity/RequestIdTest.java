package dev.titorelli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @Test
    void readsWhatItWrites() {
        RequestId id = new RequestId("atelier", "Heath_1.v2-a");

        assertThat(RequestId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void takesTheLongestNames() {
        RequestId id = new RequestId("a".repeat(40), "b".repeat(100));

        assertThat(id.toString()).hasSize(141);
    }

    @ParameterizedTest
    @CsvSource({"Atelier, x", "'', x", "a_b, x", "a, ''", "a, .x", "a, x/y", "a, x y", "a, xé"})
    void refusesOtherNames(String tenant, String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RequestId(tenant, id))
                .withMessageContaining("allowed is [");
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestId("a".repeat(41), "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestId("a", "x".repeat(101)));
    }

    @Test
    void refusesNoName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestId(null, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "atelier", "atelier/", "/x", "atelier/x/y", "atelier/x\n"})
    void refusesAnyOtherKey(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> RequestId.parse(key));
    }

    @Test
    void sortsByTenantFirst() {
        assertThat(new RequestId("a", "z")).isLessThan(new RequestId("b", "a"));
    }
}
