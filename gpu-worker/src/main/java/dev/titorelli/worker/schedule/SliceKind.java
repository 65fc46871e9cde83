package dev.titorelli.worker.schedule;

/** The kinds of device work of a job, in the order in which it does them. */
public enum SliceKind {
    /** Blocks of the VAE's encoder over an input picture. */
    ENCODE,
    /** Layers over a prefix. */
    PREFILL,
    /** The time tokens of all steps, after their prefix. */
    TIME_TOKENS,
    /** A denoising step, together with other jobs. */
    STEP,
    /** Blocks of the VAE's decoder over the latents. */
    DECODE
}
