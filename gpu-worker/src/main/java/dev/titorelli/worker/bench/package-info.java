/**
 * Looks at a model from outside: what a directory holds ({@link dev.titorelli.worker.bench.ModelInfo}), whether it works
 * here ({@link dev.titorelli.worker.bench.ModelCheck}), and how fast, beside the least time that the same arithmetic
 * could take ({@link dev.titorelli.worker.bench.ModelBench}).
 */
package dev.titorelli.worker.bench;
