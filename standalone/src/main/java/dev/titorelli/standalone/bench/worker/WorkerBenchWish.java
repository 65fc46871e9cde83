package dev.titorelli.standalone.bench.worker;

import dev.titorelli.Lane;
import dev.titorelli.worker.model.ModelLimits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to measure.
 *
 * @param mix which jobs come
 * @param steps of each picture
 * @param jobs of each round
 * @param arrival how they come
 * @param held jobs that the worker holds at once, at most
 * @param batches numbers of pictures together whose speed is measured by size; may be empty
 * @param fifo whether the rounds are measured once more with one job at a time, first come, first served
 * @param flood what floods the worker while interactive jobs come; empty for no flood
 */
public record WorkerBenchWish(
        JobMix mix,
        int steps,
        int jobs,
        Arrivals arrival,
        int held,
        List<Integer> batches,
        boolean fifo,
        Optional<JobMix.Part> flood) {

    private static final int MOST_TOGETHER = 64;

    /**
     * Rounds in which jobs come by chance.
     *
     * @param perSecond how many, or 0 for the shares
     * @param shares parts of what the worker makes when there are always more jobs; 0 and less are left out
     * @param seed of chance
     */
    public record Arrivals(double perSecond, List<Double> shares, long seed) {

        public Arrivals {
            shares = shares.stream().filter(share -> share > 0).toList();
            if (!(perSecond >= 0) || perSecond > 1_000) {
                throw new IllegalArgumentException("--rate " + perSecond + ": allowed is 0 to 1000 jobs a second");
            }
        }

        /** Jobs a second of each round. */
        List<Double> rates(double capacity) {
            return perSecond > 0
                    ? List.of(perSecond)
                    : shares.stream().map(share -> share * capacity).toList();
        }
    }

    /** @throws IllegalArgumentException naming the option, its value and what is allowed */
    public WorkerBenchWish {
        batches = List.copyOf(batches);
        require("--steps", steps, 1, 1_000);
        require("--jobs", jobs, 1, 1_000_000);
        require("--held", held, 1, MOST_TOGETHER);
        batches.forEach(batch -> require("--batch", batch, 1, MOST_TOGETHER));
        if (flood.isPresent() && mix.of(Lane.INTERACTIVE).isEmpty()) {
            throw new IllegalArgumentException("--flood: the mix has no interactive jobs to be flooded");
        }
    }

    /** @throws IllegalArgumentException naming a size or a number of steps that a model does not make */
    public void requireMadeWithin(ModelLimits limits) {
        require("--steps", steps, 1, limits.maxSteps());
        Stream.concat(mix.parts().stream(), flood.stream()).forEach(part -> {
            requireSide(part, part.size().getWidthPx(), limits.maxWidthPx(), limits);
            requireSide(part, part.size().getHeightPx(), limits.maxHeightPx(), limits);
        });
    }

    private static void requireSide(JobMix.Part part, int side, int most, ModelLimits limits) {
        int multiple = limits.sizeMultiplePx();
        if (side % multiple != 0 || side > most) {
            throw new IllegalArgumentException("size %s: this model makes multiples of %d up to %dx%d"
                    .formatted(part.sizeName(), multiple, limits.maxWidthPx(), limits.maxHeightPx()));
        }
    }

    private static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s %d: allowed is %d to %d".formatted(option, value, least, most));
        }
    }
}
