package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/** Tensors packed once as an argument for many calls (weights, or a picture's keys and values). */
final class TensorList implements AutoCloseable {
    private final IValue value;

    TensorList(List<NDArray> tensors) {
        this.value = pack(tensors);
    }

    static IValue pack(List<NDArray> tensors) {
        return IValue.listFrom(tensors.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
