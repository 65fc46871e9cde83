package dev.titorelli.worker.checkpoint;

/**
 * All sizes of a model.
 *
 * @param positionSide side of the position table, in patches
 */
record ModelShape(TransformerConfig transformer, VaeConfig vae, int positionSide) {}
