package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.tensor.TensorList;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The attention in the middle of a VAE for a large picture: its slabs of queries in a few units, for it is by far the longest block. Between
 * two units what all queries see stays in the pass's scope. The slabs are the same however they are divided, and so are the bits.
 */
final class SlabAttention {

    /** Finer ones would be shorter than other blocks. */
    private static final int MOST_UNITS = 8;

    private final TorchScript script;
    private final TensorList weights;
    private final int groups;
    private final Queries queries;
    private NDList seen;

    /**
     * How the queries are cut.
     *
     * @param places of the picture in the middle of the VAE, each a query
     * @param slab queries in a slab
     */
    record Queries(long places, long slab) {

        /** How many units they make. */
        int units() {
            return (int) Math.min(MOST_UNITS, slabs());
        }

        private long slabs() {
            return (places + slab - 1) / slab;
        }

        /** The first query of a unit; of the one behind the last, how many there are. */
        long first(int unit) {
            return Math.min(places, slabs() * unit / units() * slab);
        }
    }

    SlabAttention(TorchScript script, TensorList weights, int groups, Queries queries) {
        this.script = script;
        this.weights = weights;
        this.groups = groups;
        this.queries = queries;
    }

    /** Its units, in order. */
    List<VaePass.Unit> units() {
        return IntStream.range(0, queries.units())
                .<VaePass.Unit>mapToObj(unit -> (scope, x) -> compute(unit, scope, x))
                .toList();
    }

    private NDArray compute(int unit, NDManager scope, NDArray x) {
        if (unit == 0) {
            seen = script.call("attention_seen")
                    .tensor(x)
                    .tensors(weights)
                    .integer(groups)
                    .tensorsIn(scope);
        }
        boolean unused = script.call("add_attention")
                .tensor(x)
                .tensors(seen)
                .tensors(weights)
                .integer(queries.slab())
                .integer(queries.first(unit))
                .integer(queries.first(unit + 1))
                .truth();
        if (unit == queries.units() - 1) {
            seen.close();
        }
        return x;
    }
}
