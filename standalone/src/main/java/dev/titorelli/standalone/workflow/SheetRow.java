package dev.titorelli.standalone.workflow;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * One stage on a sheet.
 *
 * @param name of the stage
 * @param words below the name: its prompt
 * @param cells its pictures, by index
 * @param missing what to say where pictures are missing; empty when none are
 */
record SheetRow(String name, String words, List<Cell> cells, String missing) {

    SheetRow {
        cells = List.copyOf(cells);
    }

    /** A picture as it is shown, and what stands below it. */
    record Cell(BufferedImage shown, String caption) {}
}
