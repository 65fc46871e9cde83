package dev.titorelli.worker.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Tensors packed once as an argument for many calls (weights, or a picture's keys and values). */
public final class TensorList implements AutoCloseable {
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final IValue value;

    /** Keeps the tensors as they are: changes to them show in later calls. */
    public TensorList(List<NDArray> tensors) {
        this.value = pack(tensors);
        OPEN.incrementAndGet();
    }

    /** How many of this process are not closed: no manager knows them, and libtorch keeps their tensors. */
    public static int open() {
        return OPEN.get();
    }

    static IValue pack(List<NDArray> tensors) {
        return IValue.listFrom(tensors.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        if (!value.isReleased()) {
            OPEN.decrementAndGet();
        }
        value.close();
    }
}
