package dev.titorelli.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {

    @Test
    void isEmptyAtTheBeginning() {
        assertThat(ProgressBar.render(0, 8, false)).isEqualTo("--------");
    }

    @Test
    void isFilledInProportion() {
        assertThat(ProgressBar.render(0.5, 8, false)).isEqualTo("####----");
    }

    @Test
    void isFullOnlyWhenDone() {
        assertThat(ProgressBar.render(0.999, 8, false)).isEqualTo("#######-");
        assertThat(ProgressBar.render(1, 8, false)).isEqualTo("########");
    }

    @Test
    void drawsBlocksWhereTheTerminalShowsThem() {
        assertThat(ProgressBar.render(0.25, 4, true)).isEqualTo("█░░░");
    }
}
