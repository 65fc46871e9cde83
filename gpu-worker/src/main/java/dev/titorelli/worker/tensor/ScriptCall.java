package dev.titorelli.worker.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.titorelli.program.Unbroken;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of a TorchScript method: arguments in order, then one of the results. Closes what it packed, which libtorch
 * would keep for ever otherwise. Runs in inference mode.
 */
public final class ScriptCall {
    private final PtSymbolBlock block;
    private final String method;
    private final List<IValue> arguments = new ArrayList<>();
    private final List<IValue> owned = new ArrayList<>();

    ScriptCall(PtSymbolBlock block, String method) {
        this.block = block;
        this.method = method;
    }

    /** Adds an argument. */
    public ScriptCall tensor(NDArray tensor) {
        return own(IValue.from((PtNDArray) tensor));
    }

    /** Adds a list of tensors, packed for this call alone. */
    public ScriptCall tensors(List<NDArray> tensors) {
        return own(TensorList.pack(tensors));
    }

    /** A list that outlives the call. */
    public ScriptCall tensors(TensorList tensors) {
        arguments.add(tensors.value());
        return this;
    }

    /** Adds an integer. */
    public ScriptCall integer(long value) {
        return own(IValue.from(value));
    }

    /** Adds a list of integers. */
    public ScriptCall integers(long... values) {
        return own(IValue.listFrom(values));
    }

    /** Adds a float. */
    public ScriptCall number(double value) {
        return own(IValue.from(value));
    }

    /** Adds a list of floats. */
    public ScriptCall numbers(double... values) {
        return own(IValue.listFrom(values));
    }

    /** Adds a string. */
    public ScriptCall text(String value) {
        return own(IValue.from(value));
    }

    private ScriptCall own(IValue value) {
        arguments.add(value);
        owned.add(value);
        return this;
    }

    /** The resulting tensor, in the scope. */
    public NDArray tensorIn(NDManager scope) {
        try (IValue result = run()) {
            return result.toTensor((PtNDManager) scope);
        }
    }

    /** The resulting list of tensors, in the scope. */
    public NDList tensorsIn(NDManager scope) {
        try (IValue result = run()) {
            return result.toNDList((PtNDManager) scope);
        }
    }

    /** The resulting bool; also what runs a method for its effect. */
    public boolean truth() {
        try (IValue result = run()) {
            return result.toBoolean();
        }
    }

    private IValue run() {
        JniUtils.setGraphExecutorOptimize(
                false); // per thread; the optimiser costs seconds in first calls and gains nothing later
        Unbroken.begin();
        try {
            return IValueUtils.runMethod(block, method, arguments.toArray(IValue[]::new));
        } finally {
            Unbroken.end();
            owned.forEach(IValue::close);
        }
    }
}
