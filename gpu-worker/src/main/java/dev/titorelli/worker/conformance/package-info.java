/**
 * Holds the model to the reference's golden data, number by number. {@link dev.titorelli.worker.conformance.Conformance}
 * runs all groups of checks and makes a {@link dev.titorelli.worker.conformance.ConformanceReport}; each group compares
 * one part (tokens, embedding, transformer, VAE, guidance, adapters, training) and says how far it is off.
 */
package dev.titorelli.worker.conformance;
