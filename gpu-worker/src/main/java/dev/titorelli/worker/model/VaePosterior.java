package dev.titorelli.worker.model;

/** Which latents of an input picture's distribution the transformer sees. */
public enum VaePosterior {
    /** The mean. */
    MODE,
    /** One sample a picture, drawn from a seed made of its preprocessed pixels. */
    SAMPLE
}
