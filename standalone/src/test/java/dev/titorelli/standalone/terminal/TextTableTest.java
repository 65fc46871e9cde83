package dev.titorelli.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void makesColumnsAsWideAsTheirWidestCell() {
        assertThat(new TextTable("name", "state")
                        .row("a-long-one", "ok")
                        .row("b", "failed")
                        .lines())
                .containsExactly("name        state", "a-long-one  ok", "b           failed");
    }

    @Test
    void refusesARowOfAnotherWidth() {
        TextTable table = new TextTable("name", "state");

        assertThatThrownBy(() -> table.row("a")).hasMessage("1 cells: the head has 2");
    }
}
