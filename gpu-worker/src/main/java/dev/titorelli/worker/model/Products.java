package dev.titorelli.worker.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.tensor.TorchScript;

/** How the weights of layers multiply: a text beside transformer.torchscript that holds its method {@code product}. */
public enum Products {
    /** oneDNN's inner product on the weights as they lie. Faster in F32 where libtorch leaves products to MKL. */
    ONEDNN,
    /** What libtorch chooses for a linear. */
    LINEAR;

    /** @param like a weight of the model */
    static Products chosen(NDManager scope, NDArray like) {
        return like.getDataType() == DataType.FLOAT32 && !like.getDevice().isGpu() && works(scope) ? ONEDNN : LINEAR;
    }

    /** Builds of libtorch without oneDNN don't know the operator, and refuse the text. */
    private static boolean works(NDManager scope) {
        try (NDManager step = scope.newSubManager();
                TorchScript script = Transformer.script(step, ONEDNN.text())) {
            NDArray ones = step.ones(new Shape(1, 32, 32));
            NDArray y = script.call("product")
                    .tensor(ones)
                    .tensor(step.ones(new Shape(32, 32)))
                    .tensorIn(step);
            return y.getFloat(0, 0, 0) == 32;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Its method {@code product}. */
    public String text() {
        return TorchScript.text(Products.class, "product-" + shown());
    }

    /** As it stands in the profile. */
    String shown() {
        return this == ONEDNN ? "onednn" : "linear";
    }
}
