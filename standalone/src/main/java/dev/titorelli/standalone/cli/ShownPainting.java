package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.ProgressBoard;
import dev.titorelli.standalone.terminal.ProgressLine;
import dev.titorelli.standalone.terminal.Seconds;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.BoundedPrefixShelf;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.PrefixSharing;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Paints pictures one after the other with an open model and shows how far each is. */
final class ShownPainting implements AutoCloseable {

    private final OmniGen model;
    private final ProgressBoard board;
    private final Clock clock;
    private final BoundedPrefixShelf shelf = new BoundedPrefixShelf(Long.MAX_VALUE); // of one command's pictures
    private final PrefixSharing sharing = new PrefixSharing(shelf, "");

    ShownPainting(OmniGen model, ProgressBoard board, Clock clock) {
        this.model = model;
        this.board = board;
        this.clock = clock;
    }

    /** @param name what the picture is called on the board */
    RgbImage paint(SamplingParameters parameters, String name) {
        Instant begun = clock.instant();
        show(name, 0, "prefill", "", begun);
        try (Sampling sampling = model.start(parameters, sharing)) {
            Instant firstStep = clock.instant();
            int computed = sampling.stepsToCompute();
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
                int step = sampling.stepsDone();
                if (step == 1) {
                    board.say(estimate(Duration.between(firstStep, clock.instant()), computed));
                }
                double fraction = (double) step / (sampling.steps() + 1); // the decoding is about as long as a step
                show(name, fraction, "painting", "step " + step + " of " + sampling.steps(), begun);
            }
            RgbImage image = sampling.image();
            show(name, 1, "painted", "", begun);
            return image;
        }
    }

    /** What the file says about itself. */
    SortedMap<String, String> description(SamplingParameters parameters) {
        SortedMap<String, String> text = new TreeMap<>();
        text.put("prompt", parameters.prompt());
        text.put("seed", Long.toString(parameters.seed()));
        text.put("steps", Integer.toString(parameters.steps()));
        text.put("guidanceScale", Double.toString(parameters.guidanceScale()));
        text.put("imageGuidanceScale", Double.toString(parameters.imageGuidanceScale()));
        text.put("size", parameters.widthPx() + "x" + parameters.heightPx());
        text.put("negativePrompt", parameters.negativePrompt());
        text.put("useImageGuidance", Boolean.toString(parameters.useImageGuidance()));
        text.put("timeShift", Double.toString(parameters.timeShift()));
        if (parameters.stepCaching() != 0) {
            text.put("stepCaching", Integer.toString(parameters.stepCaching()));
            parameters.cachingFit().ifPresent(fit -> text.put("cachingFit", fit.digest()));
        }
        text.put("maxInputSizePx", Integer.toString(parameters.maxInputSizePx()));
        text.put("model", model.digest());
        text.put("profile", model.profileDigest());
        if (model.profile().containsKey("merged")) {
            text.put("mergedAdapter", model.profile().get("merged"));
        }
        parameters.adapter().ifPresent(adapter -> {
            text.put("adapter", adapter.adapter().digest());
            text.put("adapterScale", Double.toString(adapter.scale()));
        });
        return text;
    }

    /** The first step is a little slower than the others, so this is rather too much than too little. */
    static String estimate(Duration firstStep, int steps) {
        return "The first of %d steps took %s: all take about %s"
                .formatted(steps, Seconds.of(firstStep), Seconds.of(firstStep.multipliedBy(steps)));
    }

    private void show(String name, double fraction, String state, String detail, Instant begun) {
        Duration elapsed = Duration.between(begun, clock.instant());
        board.show(List.of(new ProgressLine(name, fraction, state, detail, elapsed)));
    }

    /** Gives up what the pictures shared. */
    @Override
    public void close() {
        shelf.close();
    }
}
