package dev.titorelli.standalone.bench.prefixes;

import dev.titorelli.Job;
import dev.titorelli.worker.image.RgbImage;
import java.util.List;

/**
 * A way in which prefixes are wanted again.
 *
 * @param together whether the worker holds all jobs at once; else each ends before the next begins
 * @param jobs in the order in which they come
 * @param inputs of every job
 */
record PrefixPattern(String name, boolean together, List<Job> jobs, List<RgbImage> inputs) {

    /** The jobs that are held at once. */
    List<List<Job>> turns() {
        return together ? List.of(jobs) : jobs.stream().map(List::of).toList();
    }
}
