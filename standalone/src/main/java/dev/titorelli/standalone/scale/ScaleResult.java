package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import java.util.Collection;
import java.util.Map;

/**
 * How a fleet did.
 *
 * @param jobs that came and began while measured
 * @param busy part of the devices' time that slices took
 * @param use part of the devices' time that the done work takes in the batches that suit it best
 * @param ideal the part of the devices' time that what came while measured would take so, at most all
 * @param ofIdeal use of ideal
 * @param interactive seconds in the lane INTERACTIVE
 * @param bulk seconds in the lane BULK
 * @param fairness Jain's index over what tenants with equal demand were served
 * @param picturesPerStep jobs that step together in the mean
 * @param waitingAtEnd jobs that no worker had taken
 * @param oldestSeconds at the end, since the first job came that had not ended
 * @param wasted part of the devices' time that went into runs which came to nothing
 * @param groupMembers that the largest share group had at one time
 * @param brokers that lead the job topics
 * @param incidents from the beginning, the warming up included
 */
public record ScaleResult(
        int workers,
        double load,
        long jobs,
        double busy,
        double use,
        double ideal,
        double ofIdeal,
        Seconds interactive,
        Seconds bulk,
        double fairness,
        double picturesPerStep,
        long waitingAtEnd,
        double oldestSeconds,
        double wasted,
        int groupMembers,
        int brokers,
        Map<Incident, Long> incidents) {

    /** Waits until the first slice, and times until the picture is decoded. */
    public record Seconds(
            double waitP50, double waitP95, double waitP99, double timeP50, double timeP95, double timeP99) {

        static Seconds of(Measured.Samples waits, Measured.Samples times) {
            return new Seconds(
                    waits.percentile(50),
                    waits.percentile(95),
                    waits.percentile(99),
                    times.percentile(50),
                    times.percentile(95),
                    times.percentile(99));
        }
    }

    /** What a fleet was at its end. */
    record End(
            Measured measured,
            Collection<SimulatedQueue> queues,
            SimulatedRequests requests,
            int brokers,
            Tally tally) {}

    static ScaleResult of(SimulatedFleet.Wish wish, End end) {
        Measured measured = end.measured();
        double all = 1000.0 * wish.workers() * wish.seconds();
        double use = measured.usefulMs() / all;
        double ideal = Math.min(1, measured.cameMs() / all);
        return new ScaleResult(
                wish.workers(),
                wish.load(),
                (long) measured.waits(Lane.INTERACTIVE).count()
                        + measured.waits(Lane.BULK).count(),
                measured.busyMs() / all,
                use,
                ideal,
                use / ideal,
                Seconds.of(measured.waits(Lane.INTERACTIVE), measured.times(Lane.INTERACTIVE)),
                Seconds.of(measured.waits(Lane.BULK), measured.times(Lane.BULK)),
                measured.fairness(),
                measured.picturesPerStep(),
                end.queues().stream()
                        .mapToLong(queue -> queue.waiting() + queue.group().depth())
                        .sum(),
                end.requests().oldestSeconds(),
                measured.wastedMs() / all,
                end.queues().stream()
                        .mapToInt(queue -> queue.group().mostMembers())
                        .max()
                        .orElse(0),
                end.brokers(),
                end.tally().counts());
    }
}
