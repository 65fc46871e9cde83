/**
 * The engine at its lowest: the machine's libtorch ({@link dev.titorelli.worker.tensor.NativeLibraries}), the types that
 * elements have and are computed in, and calls of a {@link dev.titorelli.worker.tensor.TorchScript} text's methods on
 * tensors. No model is known here.
 */
package dev.titorelli.worker.tensor;
