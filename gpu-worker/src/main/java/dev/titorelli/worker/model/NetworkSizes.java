package dev.titorelli.worker.model;

/**
 * The sizes of an open model that memory and arithmetic follow from.
 *
 * @param headSize of a query, key or value
 * @param elementBytes of a value that the transformer computes with
 * @param vaeChannels of the VAE's block at the pixels
 */
public record NetworkSizes(
        int layers, int hidden, int intermediate, int keyValueHeads, int headSize, int elementBytes, int vaeChannels) {}
