package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.FairQueue;
import dev.titorelli.stream.queue.QueueLimits;
import dev.titorelli.stream.queue.WaitingJob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A queue's rules in the stream app, its job topic and its share group. */
final class SimulatedQueue {

    private final QueueName name;
    private final Events events;
    private final ScaleInput.KafkaTimes kafka;
    private final FairQueue rules;
    private final Map<String, PretendedJob> jobs = new HashMap<>();
    private final Map<Integer, Integer> rooms = new HashMap<>();
    private final Deque<PretendedJob> topic = new ArrayDeque<>();
    private final Set<SimulatedWorker> polling = new LinkedHashSet<>();
    private long room;
    private int locked;

    SimulatedQueue(QueueName name, Events events, ScaleInput.KafkaTimes kafka) {
        this.name = name;
        this.events = events;
        this.kafka = kafka;
        Duration horizon = Duration.ofMillis(Math.round(
                kafka.release().p95Ms() + kafka.word().p95Ms() + kafka.start().p95Ms()));
        this.rules = new FairQueue(new QueueLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, horizon), tenant -> 1);
    }

    QueueName name() {
        return name;
    }

    void enqueue(PretendedJob job) {
        jobs.put(job.id(), job);
        rules.enqueue(job.waiting);
        release();
    }

    /** A heartbeat came. */
    void announce(int worker, int newRoom) {
        Integer old = rooms.put(worker, newRoom);
        room += newRoom - (old == null ? 0 : old);
        release();
    }

    void started(PretendedJob job) {
        rules.started(job.id(), events.nowMs());
        release();
    }

    void ended(PretendedJob job) {
        rules.ended(job.id(), job.waiting.deviceMs());
        jobs.remove(job.id());
        release();
    }

    private void release() {
        for (WaitingJob job : rules.release(room, events.nowMs())) {
            events.in(kafka.release(), () -> arrive(jobs.get(job.jobId())));
        }
    }

    private void arrive(PretendedJob job) {
        topic.add(job);
        deliver();
    }

    /** A worker polls; what it gets comes later. */
    void poll(SimulatedWorker worker) {
        polling.add(worker);
        deliver();
    }

    void leave(SimulatedWorker worker) {
        polling.remove(worker);
    }

    /** The record is accepted. */
    void accepted() {
        locked--;
        deliver();
    }

    private void deliver() {
        while (!topic.isEmpty() && !polling.isEmpty() && locked < kafka.recordLocks()) {
            Iterator<SimulatedWorker> first = polling.iterator();
            SimulatedWorker worker = first.next();
            first.remove();
            locked++;
            worker.take(this, topic.remove());
        }
    }

    /** Jobs on the topic that nobody has taken. */
    int depth() {
        return topic.size();
    }

    long waiting() {
        return rules.backlogMs().keySet().stream().mapToLong(rules::waiting).sum();
    }
}
