package dev.titorelli.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void drawsInPlaceOnATerminal() {
        ProgressBoard board = new Terminal(out, out, 80, false).progressBoard();

        board.show(List.of(line("a", 0), line("b", 0)));
        printed.reset();
        board.show(List.of(line("a", 1), line("b", 0.5)));

        assertThat(text())
                .startsWith("\u001b[2A")
                .contains("a  ########################", "b  ############------------");
    }

    @Test
    void neverWritesALineAsWideAsTheTerminal() {
        ProgressBoard board = new Terminal(out, out, 30, false).progressBoard();

        board.show(List.of(line("a-rather-long-name-of-a-request", 0.5)));

        assertThat(text().replace("\u001b[K", "").lines()).allMatch(line -> line.length() < 30);
    }

    @Test
    void drawsTheBarsAgainBelowALineThatStays() {
        ProgressBoard board = new Terminal(out, out, 80, false).progressBoard();
        board.show(List.of(line("a", 0)));
        printed.reset();

        board.say("Note: x");

        assertThat(text()).startsWith("\u001b[1A\u001b[JNote: x\n").contains("a  ------");
    }

    @Test
    void printsOnlyNewStatesAndQuartersIntoAFile() {
        ProgressBoard board = new Terminal(out, out, 0, true).progressBoard();

        board.show(List.of(line("a", 0)));
        board.show(List.of(line("a", 0.1)));
        board.show(List.of(line("a", 0.3)));

        assertThat(text().lines()).containsExactly("a: running, step, 0 %, 2.0 s", "a: running, step, 30 %, 2.0 s");
        assertThat(text()).doesNotContain("\u001b");
    }

    private static ProgressLine line(String name, double fraction) {
        return new ProgressLine(name, fraction, "running", "step", Duration.ofSeconds(2));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
