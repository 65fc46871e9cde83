package dev.titorelli.standalone.terminal;

import java.util.List;

/** Draws a bar for each line and draws it again in the same place. */
final class LiveBoard implements ProgressBoard {

    private static final int BAR_WIDTH = 24;
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Terminal terminal;
    private int drawn;
    private List<ProgressLine> last = List.of();

    LiveBoard(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void show(List<ProgressLine> lines) {
        last = List.copyOf(lines);
        StringBuilder screen = new StringBuilder(toTop());
        int nameWidth =
                lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        for (ProgressLine line : lines) {
            screen.append(text(line, nameWidth)).append(CLEAR_TO_END_OF_LINE).append('\n');
        }
        drawn = lines.size();
        print(screen);
    }

    @Override
    public void say(String line) {
        print(new StringBuilder(toTop()).append(CLEAR_BELOW).append(line).append('\n'));
        drawn = 0;
        show(last);
    }

    /** Never longer than the screen is wide: a wrapped line could not be drawn again in place. */
    private String text(ProgressLine line, int nameWidth) {
        String bar = ProgressBar.render(line.fraction(), BAR_WIDTH, terminal.unicode());
        String text = "%%-%ds  %%s %%6s  %%s"
                .formatted(Math.max(1, nameWidth))
                .formatted(line.name(), bar, Seconds.of(line.elapsed()), line.words());
        return text.length() < terminal.columns() ? text : text.substring(0, terminal.columns() - 1);
    }

    private String toTop() {
        return drawn == 0 ? "" : UP.formatted(drawn);
    }

    private void print(StringBuilder screen) {
        terminal.out().print(screen);
        terminal.out().flush();
    }
}
