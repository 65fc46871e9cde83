package dev.titorelli.standalone.bench.queue;

import dev.titorelli.standalone.bench.queue.ArrivalPlan.Arrival;
import dev.titorelli.standalone.scale.Events;
import dev.titorelli.stream.queue.FairQueue;
import dev.titorelli.stream.queue.QueueLimits;
import dev.titorelli.stream.queue.WaitingJob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Plays a plan with the queue's rules alone, in pretended time: words need none, workers hear at once. */
final class PureQueues {

    private static final double NANOS_A_MS = 1e6;

    private final QueueBenchWish wish;
    private final ArrivalPlan plan;
    private final Events events;
    private final JobLog log = new JobLog();
    private final IdleMeter meter;
    private final List<FairQueue> queues = new ArrayList<>();
    private final List<Deque<WaitingJob>> topics = new ArrayList<>();
    private final Map<String, Arrival> requests = new HashMap<>();
    private int idle;
    private int turn;
    private int waiting;
    private int measuredStarts;
    private long rulesNanos;

    private PureQueues(QueueBenchWish wish, ArrivalPlan plan) {
        this.wish = wish;
        this.plan = plan;
        this.events = new Events(wish.seed());
        this.meter = new IdleMeter(wish.workers());
        this.idle = wish.workers();
        for (int i = 0; i < wish.queues(); i++) {
            QueueLimits limits = new QueueLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, Duration.ZERO);
            queues.add(new FairQueue(limits, wish.tenants().byTenant()::get));
            topics.add(new ArrayDeque<>());
        }
    }

    static Measurement run(QueueBenchWish wish, ArrivalPlan plan) {
        return new PureQueues(wish, plan).run();
    }

    private Measurement run() {
        for (Arrival arrival : plan.arrivals()) {
            requests.put(arrival.requestId(), arrival);
            events.in(arrival.atMs(), () -> come(arrival));
        }
        events.runWhile(() -> measuredStarts < plan.measured());
        double cpuMicros = rulesNanos / 1e3 / Math.max(1, log.startedOf(null));
        return new Measurement(plan, log, meter.part(), cpuMicros, 0);
    }

    private void come(Arrival arrival) {
        log.came(arrival.requestId(), nowMs(), idle > 0);
        FairQueue queue = queues.get(arrival.queue());
        for (int i = 0; i < arrival.jobs(); i++) {
            WaitingJob job = new WaitingJob(
                    arrival.requestId() + "/" + i, arrival.tenant(), 1, Math.round(arrival.deviceMs(wish)));
            rules(() -> {
                queue.enqueue(job);
                return null;
            });
            waiting++;
        }
        goOn();
    }

    /** Releases and starts as long as something moves. */
    private void goOn() {
        for (boolean moves = true; moves; ) {
            moves = false;
            for (int i = 0; i < queues.size(); i++) {
                FairQueue queue = queues.get(i);
                int room = Math.max(0, idle - unstartedBeside(i));
                List<WaitingJob> released = rules(() -> queue.release(room, Math.round(nowMs())));
                for (WaitingJob job : released) {
                    waiting--;
                    topics.get(i).add(job);
                    log.seen(job.jobId(), requestOf(job).requestId(), job.tenant(), nowMs());
                }
                moves |= !released.isEmpty();
            }
            moves |= startOne();
        }
        meter.note(nowMs(), idle, waiting > 0);
    }

    private int unstartedBeside(int queue) {
        int others = 0;
        for (int i = 0; i < topics.size(); i++) {
            others += i == queue ? 0 : topics.get(i).size();
        }
        return others;
    }

    /** An idle worker takes the first job of the topic whose turn it is. */
    private boolean startOne() {
        for (int i = 0; i < topics.size() && idle > 0; i++) {
            int index = (turn + i) % topics.size();
            WaitingJob job = topics.get(index).poll();
            if (job != null) {
                turn = index + 1;
                start(index, job);
                return true;
            }
        }
        return false;
    }

    private void start(int index, WaitingJob job) {
        Arrival request = requestOf(job);
        idle--;
        measuredStarts += request.jobs() == 1 ? 1 : 0;
        double deviceMs = request.deviceMs(wish);
        FairQueue queue = queues.get(index);
        log.started(job.jobId(), deviceMs, nowMs());
        rules(() -> {
            queue.started(job.jobId(), Math.round(nowMs()));
            return null;
        });
        events.in(deviceMs, () -> {
            idle++;
            rules(() -> {
                queue.ended(job.jobId(), job.deviceMs());
                return null;
            });
            goOn();
        });
    }

    private Arrival requestOf(WaitingJob job) {
        return requests.get(job.jobId().substring(0, job.jobId().indexOf('/')));
    }

    private <T> T rules(Supplier<T> call) {
        long begun = System.nanoTime();
        T answer = call.get();
        rulesNanos += System.nanoTime() - begun;
        return answer;
    }

    private double nowMs() {
        return events.nowNanos() / NANOS_A_MS;
    }
}
