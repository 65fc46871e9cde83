package dev.titorelli.worker.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.titorelli.program.Unbroken;
import java.util.List;

/**
 * One call of a TorchScript method outside inference mode, so that gradients flow. DJL's public way there takes tensors
 * and lists of them alone, and tells by their names which list they belong to.
 *
 * @see <a href="https://github.com/deepjavalibrary/djl/blob/v0.35.0/engines/pytorch/pytorch-engine/src/main/java/ai/djl/pytorch/jni/IValueUtils.java">DJL,
 *     IValueUtils</a>
 */
final class GradientCall implements AutoCloseable {
    private final PtSymbolBlock block;
    private final NDManager scope;
    private final NDList arguments = new NDList();

    /** The results and all but the given tensors belong to a scope of the call's own, which {@link #close} ends. */
    GradientCall(PtSymbolBlock block, NDManager parent, String method) {
        this.block = block;
        this.scope = parent.newSubManager();
        add(scope.create(0f), "module_method:" + method);
    }

    GradientCall tensor(NDArray tensor) {
        return add(tensor, null);
    }

    GradientCall integers(long... values) {
        return tensor(scope.create(values));
    }

    GradientCall numbers(double... values) {
        return tensor(scope.create(values));
    }

    /** @param name of the argument, other than those of the call's other lists */
    GradientCall tensors(String name, List<NDArray> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException(name + ": a list without tensors can't be passed");
        }
        tensors.forEach(tensor -> add(tensor, name + "[]"));
        return this;
    }

    private GradientCall add(NDArray tensor, String name) {
        tensor.setName(name);
        arguments.add(tensor);
        return this;
    }

    /** The first number of the first resulting tensor. */
    float run() {
        JniUtils.setGraphExecutorOptimize(false); // both per thread
        JniUtils.setGradMode(true);
        Unbroken.begin();
        try {
            return IValueUtils.forward(block, arguments, true).get(0).toFloatArray()[0];
        } finally {
            Unbroken.end();
            JniUtils.setGradMode(false);
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
