/**
 * From files to weights: configurations, the names and shapes of tensors in each layout, safetensors files, conversions
 * that are kept, digests, adapters' files, and models with random weights. {@link
 * dev.titorelli.worker.checkpoint.Checkpoint} says where each tensor lies, {@link
 * dev.titorelli.worker.checkpoint.Weights} has them in the computed type.
 */
package dev.titorelli.worker.checkpoint;
