package dev.titorelli.worker.batch;

import java.util.List;

/**
 * One denoising step of several pictures, some layers at a time; each may be at a step of its own. A picture's pixels never depend on the
 * others. Closed before its end it has done nothing.
 */
public interface PaintedStep extends AutoCloseable {

    /** The layers that are done. */
    int done();

    /** All layers. */
    int layers();

    /** Computes the next layers. */
    void advance(int layers);

    /**
     * Moves the pictures on, when all layers are done.
     *
     * @return those whose latents turned non-finite and stayed where they were
     */
    List<Painting> end();

    @Override
    void close();
}
