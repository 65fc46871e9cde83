package dev.titorelli.standalone.workflow;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.standalone.workflow.Plan.PlannedStage;
import dev.titorelli.standalone.workflow.SheetRow.Cell;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The contact sheet of a request that has ended, as a PNG. */
public final class SheetFile {

    private static final int SIDE_PX = 160;
    private static final int SMALL_PX = 92;
    private static final int MANY = 48;

    private final String title;
    private final Plan plan;
    private final Optional<Font> font;
    private final int sidePx;

    public SheetFile(String title, Plan plan) {
        this(title, plan, SheetFont.find());
    }

    SheetFile(String title, Plan plan, Optional<Font> font) {
        this.title = title;
        this.plan = plan;
        this.font = font;
        this.sidePx = plan.jobs() > MANY ? SMALL_PX : SIDE_PX;
    }

    /** Whether this machine has a font; without one pictures have no captions. */
    public boolean hasCaptions() {
        return font.isPresent();
    }

    /**
     * Writes the sheet.
     *
     * @param copies the files of the event's images, in its order
     */
    public void write(Path file, Event end, List<Path> copies) throws IOException {
        List<SheetRow> rows = new ArrayList<>();
        for (PlannedStage stage : plan.stages()) {
            rows.add(row(stage, end, copies));
        }
        String heading = title + ": " + end.getTenant() + "/" + end.getRequestId();
        ImageIO.write(new ContactSheet(heading, rows, sidePx, font).draw(), "png", file.toFile());
    }

    private SheetRow row(PlannedStage stage, Event end, List<Path> copies) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < end.getImages().size(); i++) {
            EventImage image = end.getImages().get(i);
            if (image.getStage().equals(stage.name())) {
                cells.add(new Cell(picture(copies.get(i)), image.getIndex() + ", seed " + image.getSeed()));
            }
        }
        int missing = stage.jobs() - cells.size();
        String words = missing == 0 ? "" : missing + " of " + stage.jobs() + " pictures: " + why(stage, end);
        return new SheetRow(name(stage), PlanText.onOneLine(stage.prompt()), cells, words);
    }

    private static String name(PlannedStage stage) {
        return stage.after().isEmpty() ? stage.name() : stage.name() + ", from " + String.join(", ", stage.after());
    }

    private static String why(PlannedStage stage, Event end) {
        return end.getFailedJobs().stream()
                .filter(job -> job.getStage().equals(stage.name()) && job.getFailure() != null)
                .map(job -> job.getFailure().getCode())
                .findFirst()
                .orElse(stage.isKept() ? "none" : "not kept");
    }

    private BufferedImage picture(Path copy) throws IOException {
        try {
            return Thumbnail.of(PictureReader.read(Files.readAllBytes(copy), PixelRules.SHOWN), sidePx);
        } catch (UnreadablePictureException e) {
            throw new IOException(copy + ": " + e.getMessage(), e);
        }
    }
}
