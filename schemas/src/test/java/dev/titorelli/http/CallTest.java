package dev.titorelli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CallTest {

    private static final Set<String> KNOWN = new TreeSet<>(Set.of("limit", "since"));

    @Test
    void decodesItsParameters() {
        assertThat(call("since=2026-01-31T12%3A00%3A00Z&limit=5").parameters(KNOWN))
                .isEqualTo(Map.of("since", "2026-01-31T12:00:00Z", "limit", "5"));
    }

    @Test
    void hasNoneWithoutAQuery() {
        assertThat(call("").parameters(KNOWN)).isEmpty();
    }

    @Test
    void namesAParameterThatNobodyKnows() {
        assertThatThrownBy(() -> call("order=up").parameters(KNOWN))
                .isInstanceOf(BadParameter.class)
                .hasMessage("order 'up': allowed is as parameters limit, since");
    }

    @Test
    void namesAParameterThatComesTwice() {
        assertThatThrownBy(() -> call("limit=1&limit=2").parameters(KNOWN))
                .hasMessage("limit '2': allowed is one value");
    }

    @Test
    void namesTextThatCantBeDecoded() {
        assertThatThrownBy(() -> call("limit=%g0").parameters(KNOWN))
                .isInstanceOf(BadParameter.class)
                .hasMessageStartingWith("limit '%g0': allowed is text");
    }

    private static Call call(String query) {
        return new Call("/v1/requests", query, Map.of());
    }
}
