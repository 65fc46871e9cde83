package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.tensor.ScriptCall;
import java.util.List;

/** A pass through the VAE, some blocks at a time; between them the output of the last one stays in the scope. */
final class VaePass {

    private final NDManager scope;
    private final NDArray input;
    private final List<Block> blocks;
    private NDArray output;

    /** What calls a block with its input. */
    interface Block {
        ScriptCall call(NDArray input);
    }

    /** @param input stays its owner's */
    VaePass(NDManager scope, NDArray input, List<Block> blocks) {
        this.scope = scope;
        this.input = input;
        this.blocks = blocks;
        this.output = input;
    }

    /** Computes the blocks {@code from} to before {@code to}. */
    void run(int from, int to) {
        for (Block block : blocks.subList(from, to)) {
            NDArray next = block.call(output).tensorIn(scope);
            if (output != input) {
                output.close();
            }
            output = next;
        }
    }

    /** Of the last block that was computed. */
    NDArray output() {
        return output;
    }
}
