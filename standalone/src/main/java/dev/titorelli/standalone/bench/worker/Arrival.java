package dev.titorelli.standalone.bench.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A job that comes, whatever has become of those before it.
 *
 * @param afterNanos since the round began
 */
record Arrival(long afterNanos, JobMix.Part part) {

    private static final double NANOS = 1e9;

    /** Jobs that come by chance (Poisson), so many a second at the mean; the same seed gives the same ones. */
    static List<Arrival> byChance(JobMix mix, double perSecond, int jobs, long seed) {
        Random chance = new Random(seed);
        List<Arrival> arrivals = new ArrayList<>();
        double seconds = 0;
        for (int i = 0; i < jobs; i++) {
            seconds -= Math.log(1 - chance.nextDouble()) / perSecond;
            arrivals.add(new Arrival((long) (seconds * NANOS), mix.at(chance.nextDouble())));
        }
        return arrivals;
    }

    /** Jobs that are all there at the beginning, in an order by chance. */
    static List<Arrival> atOnce(JobMix mix, int jobs, long seed) {
        return byChance(mix, 1, jobs, seed).stream()
                .map(arrival -> new Arrival(0, arrival.part()))
                .toList();
    }

    /** So many jobs of each part at the beginning. */
    static List<Arrival> ofEach(JobMix mix, int jobs) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            mix.parts().forEach(part -> arrivals.add(new Arrival(0, part)));
        }
        return arrivals;
    }
}
