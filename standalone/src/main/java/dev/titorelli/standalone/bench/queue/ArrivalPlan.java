package dev.titorelli.standalone.bench.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which requests come when.
 *
 * @param arrivals in the order of their coming
 * @param measured jobs that are measured, of the first that start; the others keep the line full
 */
record ArrivalPlan(ArrivalPattern pattern, List<Arrival> arrivals, int measured) {

    static final int MEAN_STEPS = 20;
    private static final int MOST_JOBS = 200;
    private static final double SURPLUS = 1.5;
    private static final double BETWEEN_SINGLES = 3.5;

    /**
     * A request of one stage.
     *
     * @param jobs its images
     * @param steps of each: what their device time follows from
     */
    record Arrival(String requestId, String tenant, int queue, int jobs, int steps, double atMs) {
        double deviceMs(QueueBenchWish wish) {
            return wish.work().jobMs() * (double) steps / MEAN_STEPS;
        }
    }

    static ArrivalPlan of(ArrivalPattern pattern, QueueBenchWish wish) {
        Random random = new Random(wish.seed());
        return switch (pattern) {
            case STEADY -> steady(wish, random);
            case BURST -> burst(wish, random);
            case FLOOD -> flood(wish, random);
        };
    }

    /** The same without the tenant that floods. */
    ArrivalPlan withoutFlood() {
        List<Arrival> singles = arrivals.stream()
                .filter(arrival -> !arrival.tenant().equals(arrivals.get(0).tenant()))
                .map(a -> new Arrival("alone-" + a.requestId(), a.tenant(), a.queue(), 1, a.steps(), a.atMs()))
                .toList();
        return new ArrivalPlan(pattern, singles, singles.size());
    }

    int jobs() {
        return arrivals.stream().mapToInt(Arrival::jobs).sum();
    }

    private static ArrivalPlan steady(QueueBenchWish wish, Random random) {
        List<String> tenants = wish.tenants().tenants();
        double gapMs = wish.work().jobMs() / (wish.work().load() * wish.workers());
        List<Arrival> arrivals = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < wish.work().jobs(); i++) {
            at += -gapMs * Math.log(1 - random.nextDouble());
            arrivals.add(new Arrival(
                    "steady-" + i, tenants.get(i % tenants.size()), i % wish.queues(), 1, steps(random), at));
        }
        return new ArrivalPlan(ArrivalPattern.STEADY, arrivals, arrivals.size());
    }

    private static ArrivalPlan burst(QueueBenchWish wish, Random random) {
        List<Arrival> arrivals = new ArrayList<>();
        for (String tenant : wish.tenants().tenants()) {
            int jobs = 1
                    + (int) Math.ceil(
                            SURPLUS * wish.work().jobs() * wish.tenants().share(tenant));
            for (int i = 0; i < jobs; i++) {
                arrivals.add(new Arrival("burst-" + tenant + "-" + i, tenant, i % wish.queues(), 1, steps(random), 0));
            }
        }
        Collections.shuffle(arrivals, random);
        return new ArrivalPlan(ArrivalPattern.BURST, arrivals, wish.work().jobs());
    }

    private static ArrivalPlan flood(QueueBenchWish wish, Random random) {
        List<String> tenants = wish.tenants().tenants();
        List<Arrival> arrivals = new ArrayList<>();
        int left = wish.work().flood();
        for (int i = 0; left > 0; i++) {
            int jobs = Math.min(MOST_JOBS, left);
            left -= jobs;
            arrivals.add(new Arrival("flood-" + i, tenants.get(0), 0, jobs, MEAN_STEPS, 0));
        }
        double at = 0;
        for (int i = 0; i < wish.work().singles(); i++) {
            at += wish.work().jobMs() * (BETWEEN_SINGLES + random.nextDouble());
            String tenant = tenants.get(1 + i % (tenants.size() - 1));
            arrivals.add(new Arrival("single-" + i, tenant, 0, 1, MEAN_STEPS, at));
        }
        arrivals.sort(Comparator.comparingDouble(Arrival::atMs));
        return new ArrivalPlan(ArrivalPattern.FLOOD, arrivals, wish.work().singles());
    }

    private static int steps(Random random) {
        return MEAN_STEPS / 2 + random.nextInt(MEAN_STEPS + 1);
    }
}
