package dev.titorelli.standalone.workflow;

import dev.titorelli.worker.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A picture as a sheet shows it. */
final class Thumbnail {

    private Thumbnail() {}

    /** Small pictures are enlarged by whole factors, so that each pixel stays one; large ones are made to fit a square of this side. */
    static BufferedImage of(RgbImage picture, int sidePx) {
        double fit = (double) sidePx / Math.max(picture.widthPx(), picture.heightPx());
        double scale = fit >= 1 ? Math.floor(fit) : fit;
        int width = Math.max(1, (int) Math.round(picture.widthPx() * scale));
        int height = Math.max(1, (int) Math.round(picture.heightPx() * scale));
        BufferedImage shown = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = shown.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION,
                    scale >= 1
                            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                            : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.drawImage(buffered(picture), 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return shown;
    }

    private static BufferedImage buffered(RgbImage picture) {
        BufferedImage image = new BufferedImage(picture.widthPx(), picture.heightPx(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = picture.rgb();
        for (int i = 0, p = 0; p < rgb.length; i++, p += 3) {
            int colour = (rgb[p] & 0xFF) << 16 | (rgb[p + 1] & 0xFF) << 8 | (rgb[p + 2] & 0xFF);
            image.setRGB(i % picture.widthPx(), i / picture.widthPx(), colour);
        }
        return image;
    }
}
