package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * One denoising step of several pictures that can rest between two layers; other steps may run meanwhile, of other pictures. The pictures
 * stay where they are until {@link #end}; closed before, it has done nothing. Each picture gets the bits that it would get alone, in
 * whatever parts it runs. Used by one thread at a time.
 */
public final class StepTogether implements AutoCloseable {

    private final List<Sampling> samplings;
    private final List<StepBatch.Part> parts;
    private final StepBatch batch;
    private final NDManager scope;
    private NDManager underWay;
    private List<NDArray> tokens;
    private int done;

    /** @throws IllegalStateException when a picture is at its end */
    StepTogether(List<Sampling> samplings) {
        this.samplings = List.copyOf(samplings);
        this.parts = samplings.stream().map(Sampling::part).toList();
        this.batch = samplings.get(0).batch();
        this.scope = samplings.get(0).scope().newSubManager();
    }

    /** All layers. */
    public int layers() {
        return batch.layers();
    }

    /** The layers that are done. */
    public int done() {
        return done;
    }

    /**
     * Computes the next layers.
     *
     * @param count as many as are left at most
     */
    public void run(int count) {
        if (count < 1 || done + count > layers()) {
            throw new IllegalArgumentException("%d layers: allowed is 1 to %d".formatted(count, layers() - done));
        }
        NDManager next = scope.newSubManager();
        List<NDArray> before = done == 0 ? batch.tokens(next, parts) : tokens;
        tokens = batch.through(next, parts, before, done, done + count);
        if (underWay != null) {
            underWay.close();
        }
        underWay = next;
        done += count;
    }

    /**
     * Moves the pictures on, when all layers are done.
     *
     * @return the pictures whose latents turned non-finite and stayed where they were; the others have moved on
     */
    public List<Sampling> end() {
        if (done < layers()) {
            throw new IllegalStateException("%d of %d layers are done".formatted(done, layers()));
        }
        List<NDArray> velocities = batch.velocities(underWay, parts, tokens);
        List<Sampling> nonFinite = new ArrayList<>();
        for (int i = 0; i < samplings.size(); i++) {
            if (!samplings.get(i).advance(velocities.get(i))) {
                nonFinite.add(samplings.get(i));
            }
        }
        return nonFinite;
    }

    @Override
    public void close() {
        scope.close();
    }
}
