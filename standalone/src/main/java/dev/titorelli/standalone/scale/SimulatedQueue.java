package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.FairQueue;
import dev.titorelli.stream.queue.QueueLimits;
import dev.titorelli.stream.queue.WaitingJob;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The room QUEUE: a queue's rules, the room that workers announced, and its job topic. */
final class SimulatedQueue {

    private final QueueName name;
    private final Events events;
    private final ShareGroup group;
    private final Consumer<WaitingJob> placed;
    private final FairQueue rules;
    private final Commits commits;
    private final Map<String, PretendedJob> jobs = new HashMap<>();
    private final Map<SimulatedWorker, Integer> rooms = new HashMap<>();
    private long room;

    /** @param placed hears which jobs were released, when they are on their topic */
    SimulatedQueue(QueueName name, Events events, KafkaTimes kafka, ShareGroup group, Consumer<WaitingJob> placed) {
        this.name = name;
        this.events = events;
        this.group = group;
        this.placed = placed;
        this.commits = new Commits(events, kafka);
        this.rules =
                new FairQueue(new QueueLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, sightMs(kafka)), tenant -> 1);
    }

    /** How old what this room knows may be: from a release to the word that a worker has started. */
    private static Duration sightMs(KafkaTimes kafka) {
        double way = kafka.commitMs() + kafka.commit().p95Ms() + kafka.hop().p95Ms();
        return Duration.ofMillis(Math.round(2 * way + kafka.start().p95Ms()));
    }

    QueueName name() {
        return name;
    }

    ShareGroup group() {
        return group;
    }

    void enqueue(PretendedJob job) {
        jobs.put(job.id(), job);
        rules.enqueue(job.waiting(1));
        release();
    }

    void retry(WaitingJob job) {
        if (jobs.containsKey(job.jobId())) {
            rules.retry(job);
            release();
        }
    }

    /** What a heartbeat says. */
    void announce(SimulatedWorker worker, int newRoom) {
        Integer old = rooms.put(worker, newRoom);
        room += newRoom - (old == null ? 0 : old);
        release();
    }

    /** A worker has been silent for too long. */
    void forget(SimulatedWorker worker) {
        Integer old = rooms.remove(worker);
        room -= old == null ? 0 : old;
    }

    void started(String jobId) {
        rules.started(jobId, events.nowMs());
        release();
    }

    void ended(PretendedJob job) {
        rules.withdraw(job.waiting(1));
        rules.ended(job.id(), job.deviceMs());
        jobs.remove(job.id());
        release();
    }

    private void release() {
        for (WaitingJob waiting : rules.release(room, events.nowMs())) {
            PretendedJob job = jobs.get(waiting.jobId());
            long commit = commits.number();
            commits.then(() -> group.append(job, waiting.attempt(), commit));
            commits.thenRead(() -> placed.accept(waiting));
        }
    }

    long waiting() {
        return rules.backlogMs().keySet().stream().mapToLong(rules::waiting).sum();
    }
}
