package dev.titorelli.worker.schedule;

import java.util.List;

/** What a job has to do next on the device. */
public sealed interface Work {

    /**
     * A pass that only this job makes, unit after unit: the blocks of a VAE pass, the layers of a prefill, the time tokens
     * (one unit).
     *
     * @param kind not STEP
     * @param size output or input pixels of a VAE pass, tokens of a prefill, steps of the time tokens
     * @param next the unit that is next, from 0
     * @param units all units of the pass
     */
    record Pass(SliceKind kind, long size, int next, int units) implements Work {
        public Pass {
            if (kind == SliceKind.STEP || size < 1 || next < 0 || next >= units) {
                throw new IllegalArgumentException(
                        "pass %s of size %d at unit %d of %d".formatted(kind, size, next, units));
            }
        }
    }

    /**
     * Denoising steps.
     *
     * @param left steps to go, at least 1
     * @param rows one for each branch
     * @param layer the layer that is next, from 0; above 0 in the midst of a step, which nobody can join
     */
    record Steps(int left, List<RowLength> rows, int layer) implements Work {
        public Steps {
            rows = List.copyOf(rows);
            if (left < 1 || rows.isEmpty() || layer < 0) {
                throw new IllegalArgumentException(
                        "%d steps of %d rows at layer %d".formatted(left, rows.size(), layer));
            }
        }

        /** Between two steps. */
        public Steps(int left, List<RowLength> rows) {
            this(left, rows, 0);
        }
    }
}
