package dev.titorelli.standalone.bench.worker;

import java.util.List;

/**
 * What was measured.
 *
 * @param model the checkpoint's alias
 * @param profile what fixes the numbers
 * @param batches images a second by pictures that are held together, beside the model alone
 * @param rounds of the mix, with batching and without
 * @param floods interactive jobs alone, then the same ones in a flood of bulk jobs
 * @param memory while the rounds of the worker that batches went on
 */
public record WorkerBenchResult(
        String model,
        String profile,
        List<BatchResult> batches,
        List<RoundResult> rounds,
        List<RoundResult> floods,
        List<Memory> memory) {

    /**
     * Saturated: there are always enough jobs to fill the batch.
     *
     * @param batch jobs that may be held at once, and pictures that step together in the model alone
     * @param rows pictures that stepped together in the worker at the mean
     * @param worker through Kafka, the worker and the store
     * @param alone the same pictures by calls of the model
     */
    public record BatchResult(String size, int batch, double rows, Speed worker, Speed alone) {

        /** The worker's images a second, as a part of the model's. */
        public double ratio() {
            return worker.imagesASecond() / alone.imagesASecond();
        }

        /** The same of processor time, which other load on the machine disturbs less. */
        public double processorRatio() {
            return alone.cpuSecondsAnImage() / worker.cpuSecondsAnImage();
        }
    }

    /** @param cpuSecondsAnImage time of a processor, of this whole process, broker included */
    public record Speed(double imagesASecond, double cpuSecondsAnImage) {}

    /**
     * One round of one worker.
     *
     * @param worker {@code batching} or {@code one at a time}
     * @param perSecond jobs that came; 0 when all were there at the beginning
     * @param returned jobs that the worker gave back and that were sent again
     */
    public record RoundResult(
            String worker, String name, double perSecond, Speed speed, int returned, List<PartResult> parts) {}

    /**
     * The jobs of one size and lane.
     *
     * @param seconds from a job's arrival to its picture
     * @param rows pictures that stepped together, at the mean over steps
     * @param prefixKept the part of them whose prefix was there already
     * @param deviceSeconds of one, at the mean
     */
    public record PartResult(String part, Percentiles seconds, double rows, double prefixKept, double deviceSeconds) {}

    /**
     * What the process has at a moment, in MiB.
     *
     * @param done pictures so far
     * @param resident of all memory; 0 where the system doesn't say
     * @param heap of Java objects, garbage included
     */
    public record Memory(int done, long resident, long heap) {}
}
