package dev.titorelli.worker.schedule;

import java.util.List;

/** A piece of device work between two boundaries. */
public sealed interface Slice {

    /** The jobs that it moves on, at least one. */
    List<LiveJob> jobs();

    /** The bucket whose turn it is. */
    default int bucket() {
        return jobs().get(0).bucket();
    }

    /**
     * Some units of a job's pass.
     *
     * @param from the first unit
     * @param to the unit after the last
     */
    record Part(LiveJob job, Work.Pass pass, int from, int to) implements Slice {
        @Override
        public List<LiveJob> jobs() {
            return List.of(job);
        }
    }

    /**
     * One denoising step of jobs of one bucket, all of which have {@link Work.Steps} to do, or some layers of it.
     *
     * @param from the first layer
     * @param to the layer after the last
     */
    record Step(List<LiveJob> jobs, int from, int to) implements Slice {

        /** As many layers as there are. */
        static final int TO_THE_END = Integer.MAX_VALUE;

        public Step {
            jobs = List.copyOf(jobs);
        }

        /** All layers. */
        public Step(List<LiveJob> jobs) {
            this(jobs, 0, TO_THE_END);
        }

        /** Which part of a step it is. */
        double part(int layers) {
            return (Math.min(to, layers) - from) / (double) layers;
        }

        /** The rows of all jobs in their order. */
        public List<RowLength> rows() {
            return jobs.stream().flatMap(job -> rowsOf(job).stream()).toList();
        }

        static List<RowLength> rowsOf(LiveJob job) {
            return ((Work.Steps) job.work()).rows();
        }
    }
}
