package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.standalone.scale.ScaleInput.BucketCost;
import dev.titorelli.standalone.scale.ScaleInput.MixPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Brokers, queues, workers that come and go, and the jobs that come by chance. */
public final class SimulatedFleet {

    static final String MODEL = "model";

    private static final double SECONDS_AN_HOUR = 3_600;

    private final ScaleInput input;
    private final Wish wish;
    private final Events events;
    private final Measured measured;
    private final Tally tally = new Tally();
    private final SimulatedRequests requests;
    private final Map<QueueName, SimulatedQueue> queues = new LinkedHashMap<>();
    private final WorkerEquipment equipment;
    private long jobs;

    /**
     * What to pretend.
     *
     * @param load work that comes, as a part of what the workers can do
     * @param seconds of pretended time that are measured
     * @param brokers that lead the job topics; 0 for as many as their share sessions need
     */
    public record Wish(int workers, double load, int seconds, long seed, Faults faults, int brokers) {

        /** @throws IllegalArgumentException naming the option, its value and what is allowed */
        public Wish {
            requireAtLeast("--workers", workers, 1);
            requireAtLeast("--seconds", seconds, 1);
            requireAtLeast("--brokers", brokers, 0);
            if (!(load > 0) || Double.isInfinite(load)) {
                throw new IllegalArgumentException("--load " + load + ": allowed is above 0");
            }
        }

        /** Nothing goes wrong, and there are as many brokers as needed. */
        public Wish(int workers, double load, int seconds, long seed) {
            this(workers, load, seconds, seed, Faults.NONE, 0);
        }

        private static void requireAtLeast(String option, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(option + " " + value + ": allowed is " + least + " and above");
            }
        }

        /** Pretended seconds before the measured ones, so that the fleet is in its stride. */
        int warmUpSeconds() {
            return Math.max(30, seconds / 2);
        }
    }

    private SimulatedFleet(ScaleInput input, Wish wish) {
        this.input = input;
        this.wish = wish;
        this.events = new Events(wish.seed());
        this.measured = new Measured(events, wish.warmUpSeconds() * 1_000_000_000L);
        this.requests = new SimulatedRequests(events, input, measured, tally);
        this.equipment = new WorkerEquipment(input, queueNames());
    }

    static ScaleResult run(ScaleInput input, Wish wish) {
        return new SimulatedFleet(input, wish).run();
    }

    private List<QueueName> queueNames() {
        return input.buckets().stream()
                .map(BucketCost::tokens)
                .flatMap(tokens ->
                        List.of(Lane.INTERACTIVE, Lane.BULK).stream().map(lane -> new QueueName(MODEL, tokens, lane)))
                .toList();
    }

    private ScaleResult run() {
        int brokers = brokers();
        makeQueues(brokers);
        startWorkers();
        double perSecond = wish.load() * wish.workers() * 1000 / input.meanJobMs();
        for (MixPart part : input.mix()) {
            come(part, perSecond * part.share() / input.shares());
        }
        events.run((wish.warmUpSeconds() + wish.seconds()) * 1_000_000_000L);
        return ScaleResult.of(wish, new ScaleResult.End(measured, queues.values(), requests, brokers, tally));
    }

    /** As many as wished, or the fewest whose share sessions suffice: each leads as many job topics as the others, or one less. */
    private int brokers() {
        int topics = queueNames().size();
        int topicsEach = Math.max(1, input.broker().sessions() / members());
        return wish.brokers() > 0 ? wish.brokers() : (topics + topicsEach - 1) / topicsEach;
    }

    /** Of each share group, as far as the broker allows. */
    private int members() {
        return Math.min(wish.workers(), input.broker().groupMembers());
    }

    private void makeQueues(int brokers) {
        List<Broker> leaders = IntStream.range(0, brokers)
                .mapToObj(i -> new Broker(input.broker().sessions()))
                .toList();
        for (QueueName name : queueNames()) {
            Broker leader = leaders.get(queues.size() % brokers);
            ShareGroup group = new ShareGroup(events, input.broker(), leader, tally);
            SimulatedQueue.Place place = new SimulatedQueue.Place(name, events, input.kafka());
            SimulatedQueue queue = new SimulatedQueue(group, requests.rooms(), place, requests::released);
            queues.put(name, queue);
            requests.use(queue);
        }
    }

    /** As many in each group as the broker allows, each worker in as many as there are for all. */
    private void startWorkers() {
        List<List<SimulatedQueue>> served = new ArrayList<>();
        IntStream.range(0, wish.workers()).forEach(i -> served.add(new ArrayList<>()));
        int first = 0;
        for (SimulatedQueue queue : queues.values()) {
            for (int i = 0; i < members(); i++) {
                served.get((first + i) % served.size()).add(queue);
            }
            first += members();
        }
        served.forEach(this::startWorker);
    }

    private void startWorker(List<SimulatedQueue> served) {
        SimulatedWorker worker = new SimulatedWorker(events, input, equipment.make(), requests, measured);
        served.forEach(worker::serve);
        worker.start();
        Faults faults = wish.faults();
        if (faults.deathsPerHour() > 0) {
            events.in(events.gapMs(faults.deathsPerHour() / SECONDS_AN_HOUR), () -> end(worker, served));
        }
        freezeNow(worker);
    }

    private void end(SimulatedWorker worker, List<SimulatedQueue> served) {
        tally.add(Incident.DEATH);
        worker.die();
        events.in(1000.0 * wish.faults().restartSeconds(), () -> startWorker(served));
    }

    private void freezeNow(SimulatedWorker worker) {
        Faults faults = wish.faults();
        if (faults.freezesPerHour() == 0) {
            return;
        }
        events.in(events.gapMs(faults.freezesPerHour() / SECONDS_AN_HOUR), () -> {
            if (worker.isAlive()) {
                tally.add(Incident.FREEZE);
                worker.freeze(1000.0 * faults.freezeSeconds());
                freezeNow(worker);
            }
        });
    }

    private void come(MixPart part, double perSecond) {
        if (perSecond == 0) {
            return;
        }
        events.in(events.gapMs(perSecond), () -> {
            String tenant = "tenant-" + events.oneOf(input.tenants());
            String id = tenant + "/" + jobs++;
            requests.come(new PretendedJob(id, tenant, part, input.bucket(part.tokens()), events.nowNanos()));
            come(part, perSecond);
        });
    }
}
