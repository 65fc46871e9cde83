/**
 * Training's mathematics: the rectified-flow loss of a batch, its gradients by a model's weights or by an adapter's, and
 * AdamW. Tensors only; what is trained, on which pictures and for how long is decided elsewhere.
 *
 * <p>The tensors' mathematics is in training.torchscript, a continuation of the model's own text, so that a gradient is
 * of the very products that paint.
 */
package dev.titorelli.worker.training;
