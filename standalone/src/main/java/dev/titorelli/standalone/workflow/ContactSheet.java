package dev.titorelli.standalone.workflow;

import dev.titorelli.standalone.workflow.SheetRow.Cell;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All pictures of a request in one: a band for each stage, its pictures side by side. */
final class ContactSheet {

    private static final int MARGIN = 16;
    private static final int GAP = 10;
    private static final int WIDEST = 1010; // six pictures of 160 pixels with their gaps
    private static final Color PAPER = new Color(0xFAFAF8);
    private static final Color INK = new Color(0x202020);
    private static final Color PENCIL = new Color(0x707070);

    private final String title;
    private final List<SheetRow> rows;
    private final Optional<Font> font;
    private final int lineHeight;
    private final int sidePx;
    private final int width;

    /**
     * @param sidePx longest side of a picture
     * @param font for captions; without one there are none
     */
    ContactSheet(String title, List<SheetRow> rows, int sidePx, Optional<Font> font) {
        this.title = title;
        this.rows = List.copyOf(rows);
        this.font = font;
        this.lineHeight = font.map(Font::getSize).orElse(0) * 3 / 2;
        this.sidePx = sidePx;
        this.width = Math.min(WIDEST, Math.max(widestText(), widestLine()));
    }

    private int widestLine() {
        int cells = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
        return Math.max(1, cells) * (sidePx + GAP) - GAP;
    }

    private int widestText() {
        if (font.isEmpty()) {
            return 0;
        }
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            FontMetrics metrics = graphics.getFontMetrics(font.get());
            Stream<String> texts = rows.stream().flatMap(row -> Stream.of(row.name(), row.words(), row.missing()));
            return Stream.concat(Stream.of(title), texts)
                    .mapToInt(metrics::stringWidth)
                    .max()
                    .orElse(0);
        } finally {
            graphics.dispose();
        }
    }

    BufferedImage draw() {
        BufferedImage sheet = new BufferedImage(width + 2 * MARGIN, paint(null), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(PAPER);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            paint(graphics);
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    /** Paints everything, or only finds out how high that gets where there is nothing to paint on. */
    private int paint(Graphics2D graphics) {
        int y = text(graphics, MARGIN, MARGIN, title, width, INK);
        for (SheetRow row : rows) {
            y += GAP;
            y = text(graphics, MARGIN, y, row.name(), width, INK);
            y = text(graphics, MARGIN, y, row.words(), width, PENCIL);
            y = cells(graphics, y, row.cells());
            if (!row.missing().isEmpty()) {
                y = text(graphics, MARGIN, y, row.missing(), width, PENCIL);
            }
        }
        return y + MARGIN;
    }

    private int cells(Graphics2D graphics, int top, List<Cell> cells) {
        int perLine = (width + GAP) / (sidePx + GAP);
        int y = top;
        for (int from = 0; from < cells.size(); from += perLine) {
            List<Cell> line = cells.subList(from, Math.min(cells.size(), from + perLine));
            int height = line.stream()
                    .mapToInt(cell -> cell.shown().getHeight())
                    .max()
                    .orElse(0);
            for (int i = 0; i < line.size(); i++) {
                cell(graphics, MARGIN + i * (sidePx + GAP), y, height, line.get(i));
            }
            y += height + lineHeight + GAP / 2;
        }
        return y;
    }

    private void cell(Graphics2D graphics, int x, int y, int height, Cell cell) {
        if (graphics != null) {
            graphics.drawImage(cell.shown(), x, y, null);
            text(graphics, x, y + height, cell.caption(), sidePx, PENCIL);
        }
    }

    /** Gives the top of what comes below. */
    private int text(Graphics2D graphics, int x, int y, String text, int width, Color colour) {
        if (graphics != null && font.isPresent()) {
            graphics.setFont(font.get());
            graphics.setColor(colour);
            FontMetrics metrics = graphics.getFontMetrics();
            graphics.drawString(cut(text, metrics, width), x, y + metrics.getAscent());
        }
        return y + lineHeight;
    }

    private static String cut(String text, FontMetrics metrics, int width) {
        int end = text.length();
        while (end > 0 && metrics.stringWidth(end == text.length() ? text : text.substring(0, end) + "...") > width) {
            end--;
        }
        return end == text.length() ? text : text.substring(0, end) + "...";
    }
}
