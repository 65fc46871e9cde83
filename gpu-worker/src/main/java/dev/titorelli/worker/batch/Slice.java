package dev.titorelli.worker.batch;

import java.util.List;

/**
 * A piece of device work between two boundaries.
 *
 * @param runs one, or those that step together
 */
record Slice(Kind kind, List<ActiveRun> runs) {

    /** What is computed. */
    enum Kind {
        /** Input pictures to latents, prefix and time tokens of every branch. */
        PREFILL,
        /** One denoising step of each run, in one batch. */
        STEP,
        /** Latents to pixels. */
        DECODE
    }

    Slice {
        runs = List.copyOf(runs);
    }
}
