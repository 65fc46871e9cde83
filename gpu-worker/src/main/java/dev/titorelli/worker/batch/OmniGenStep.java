package dev.titorelli.worker.batch;

import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.StepTogether;
import java.util.List;

/** A step of pictures of OmniGen. */
final class OmniGenStep implements PaintedStep {

    private final List<OmniGenPainting> paintings;
    private final StepTogether step;

    OmniGenStep(List<OmniGenPainting> paintings) {
        this.paintings = paintings;
        this.step = Sampling.beginStep(
                paintings.stream().map(OmniGenPainting::sampling).toList());
    }

    @Override
    public int done() {
        return step.done();
    }

    @Override
    public int layers() {
        return step.layers();
    }

    @Override
    public void advance(int layers) {
        step.run(layers);
    }

    @Override
    public List<Painting> end() {
        List<Sampling> nonFinite = step.end();
        return paintings.stream()
                .filter(painting -> nonFinite.contains(painting.sampling()))
                .map(Painting.class::cast)
                .toList();
    }

    @Override
    public void close() {
        step.close();
    }
}
