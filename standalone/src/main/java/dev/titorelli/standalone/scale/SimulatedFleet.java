package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.standalone.scale.ScaleInput.BucketCost;
import dev.titorelli.standalone.scale.ScaleInput.MixPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Workers, queues and the jobs that come to them by chance. */
public final class SimulatedFleet {

    static final String MODEL = "model";

    private final ScaleInput input;
    private final Wish wish;
    private final Events events;
    private final Measured measured;
    private final Map<QueueName, SimulatedQueue> queues = new LinkedHashMap<>();
    private long jobs;

    /**
     * What to pretend.
     *
     * @param load work that comes, as a part of what the workers can do
     * @param seconds of pretended time that are measured
     */
    public record Wish(int workers, double load, int seconds, long seed) {
        public Wish {
            if (workers < 1 || !(load > 0) || seconds < 1) {
                throw new IllegalArgumentException(
                        "workers %d, load %s, seconds %d: allowed is 1 and more, above 0, 1 and more"
                                .formatted(workers, load, seconds));
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
    }

    static ScaleResult run(ScaleInput input, Wish wish) {
        return new SimulatedFleet(input, wish).run();
    }

    private ScaleResult run() {
        for (BucketCost bucket : input.buckets()) {
            for (Lane lane : List.of(Lane.INTERACTIVE, Lane.BULK)) {
                QueueName name = new QueueName(MODEL, bucket.tokens(), lane);
                queues.put(name, new SimulatedQueue(name, events, input.kafka()));
            }
        }
        workers().forEach(SimulatedWorker::start);
        double perSecond = wish.load() * wish.workers() * 1000 / input.meanJobMs();
        for (MixPart part : input.mix()) {
            come(part, perSecond * part.share() / input.shares());
        }
        events.run((wish.warmUpSeconds() + wish.seconds()) * 1_000_000_000L);
        return ScaleResult.of(input, wish, measured, queues.values());
    }

    /** As many members in each group as the broker allows, each worker in as many as there are for all. */
    private List<SimulatedWorker> workers() {
        WorkerEquipment equipment = new WorkerEquipment(input, measured, List.copyOf(queues.keySet()));
        List<SimulatedWorker> workers = new ArrayList<>();
        for (int i = 0; i < wish.workers(); i++) {
            workers.add(new SimulatedWorker(i, events, equipment.make()));
        }
        int first = 0;
        int members = Math.min(wish.workers(), input.kafka().groupMembers());
        for (SimulatedQueue queue : queues.values()) {
            for (int i = 0; i < members; i++) {
                workers.get((first + i) % workers.size()).serve(queue);
            }
            first += members;
        }
        return workers;
    }

    private void come(MixPart part, double perSecond) {
        if (perSecond == 0) {
            return;
        }
        events.in(events.gapMs(perSecond), () -> {
            String tenant = "tenant-" + events.oneOf(input.tenants());
            PretendedJob job = new PretendedJob(
                    tenant + "/" + jobs++, tenant, part, input.bucket(part.tokens()), events.nowNanos());
            measured.comes(job);
            queues.get(job.queue).enqueue(job);
            come(part, perSecond);
        });
    }
}
