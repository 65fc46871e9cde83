package dev.titorelli.standalone.workflow;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Supplier;

/** A font for captions, where this machine has one. */
final class SheetFont {

    private static final int SIZE_PX = 13;

    private SheetFont() {}

    /** The system's plain font; empty on a Java without fonts, as small containers have it. */
    static Optional<Font> find() {
        return usable(() -> new Font(Font.SANS_SERIF, Font.PLAIN, SIZE_PX));
    }

    /**
     * A font that really gives letters. Java finds out at the first letter, and says so with errors of several kinds: no
     * fontconfig, no font files, no libfreetype.
     */
    static Optional<Font> usable(Supplier<Font> make) {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            Font font = make.get();
            FontMetrics metrics = graphics.getFontMetrics(font);
            return metrics.stringWidth("stage") > 0 ? Optional.of(font) : Optional.empty();
        } catch (RuntimeException | LinkageError | InternalError e) {
            return Optional.empty();
        } finally {
            graphics.dispose();
        }
    }
}
