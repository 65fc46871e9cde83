package dev.titorelli.worker.batch;

import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.DevicePass;
import dev.titorelli.worker.model.Preparation;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A picture of OmniGen in the making: prepared pass by pass, then stepped, then decoded some blocks at a time. */
final class OmniGenPainting implements Painting {

    private final OmniGenPreviews previews;
    private final Preparation preparation;
    private final int steps;
    private final List<RowLength> rows;
    private final boolean lends;
    private Sampling sampling;
    private DevicePass pass;

    /** @param lends whether others find its prefixes */
    OmniGenPainting(OmniGenPreviews previews, Preparation preparation, int steps, int outputTokens, boolean lends) {
        this.lends = lends;
        this.previews = previews;
        this.preparation = preparation;
        this.steps = steps;
        this.rows = preparation.branchTokens().stream()
                .map(tokens -> new RowLength(tokens, outputTokens))
                .toList();
    }

    @Override
    public Optional<Work> next() {
        if (sampling == null) {
            Optional<DevicePass> prepares = preparation.next();
            if (prepares.isPresent()) {
                pass = prepares.get();
                return Optional.of(work(pass));
            }
            sampling = preparation.sampling();
            pass = null;
        }
        if (stepsDone() < steps) {
            return Optional.of(new Work.Steps(stepsToCompute(), rows));
        }
        if (pass == null) {
            pass = sampling.decoding();
        }
        return pass.done() < pass.units() ? Optional.of(work(pass)) : Optional.empty();
    }

    @Override
    public Optional<String> coming() {
        return lends && sampling == null ? preparation.coming() : Optional.empty();
    }

    private static Work work(DevicePass pass) {
        return new Work.Pass(SliceKind.valueOf(pass.kind().name()), pass.size(), pass.done(), pass.units());
    }

    @Override
    public void advance(int units) {
        pass.run(units);
    }

    /** The picture, once it can make steps. */
    Sampling sampling() {
        return sampling;
    }

    @Override
    public int stepsDone() {
        return sampling == null ? 0 : sampling.stepsDone();
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int stepsToCompute() {
        return sampling == null ? steps : sampling.stepsToCompute();
    }

    @Override
    public List<RowLength> rows() {
        return rows;
    }

    @Override
    public boolean prefixWasKept() {
        return preparation.foundAll();
    }

    @Override
    public float[] latents() {
        return sampling.latents().toFloatArray();
    }

    @Override
    public boolean goOn(int step, float[] latents) {
        return sampling.goOn(step, latents);
    }

    @Override
    public RgbImage image() {
        RgbImage decoded = sampling.decoded();
        return decoded == null ? sampling.image() : decoded;
    }

    @Override
    public Supplier<RgbImage> preview(int maxSidePx) {
        return previews.of(sampling, maxSidePx);
    }

    @Override
    public void close() {
        if (sampling == null) {
            preparation.close();
        } else {
            sampling.close();
        }
    }
}
