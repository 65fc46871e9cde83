/**
 * The mathematics of training, tensors only. A {@link dev.titorelli.worker.training.TrainableModel} gives the loss of
 * {@link dev.titorelli.worker.training.Example}s with its {@link dev.titorelli.worker.training.Gradients}; {@link
 * dev.titorelli.worker.training.AdamW} takes a step with them. The text is {@code training.torchscript}, methods behind
 * the transformer's own.
 */
package dev.titorelli.worker.training;
