/**
 * The OmniGen model, tensors only. {@link dev.titorelli.worker.model.OmniGen} opens a model directory and starts
 * pictures; a {@link dev.titorelli.worker.model.Sampling} is one picture being made. The mathematics is in the {@code
 * .torchscript} resources beside this package; the classes here choose shapes and keep the order of calls. Weights come
 * from {@link dev.titorelli.worker.checkpoint}.
 *
 * <p>Tensors live in three scopes: model (weights), picture (prefix keys and values, latents) and step (all else).
 */
package dev.titorelli.worker.model;
