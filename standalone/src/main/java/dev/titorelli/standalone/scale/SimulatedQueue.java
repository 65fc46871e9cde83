package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.FairQueue;
import dev.titorelli.stream.queue.QueueLimits;
import dev.titorelli.stream.queue.WaitingJob;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The room QUEUE: a queue's rules, the room that workers announced, and its job topic. */
final class SimulatedQueue {

    private static final double LOOK_MS = 100;

    private final QueueName name;
    private final Events events;
    private final ShareGroup group;
    private final Consumer<WaitingJob> placed;
    private final FairQueue rules;
    private final Commits commits;
    private final Map<String, PretendedJob> jobs = new HashMap<>();
    private final AnnouncedRooms rooms;

    /**
     * A queue without jobs.
     *
     * @param placed hears which jobs were released, when they are on their topic
     */
    SimulatedQueue(ShareGroup group, AnnouncedRooms rooms, Place place, Consumer<WaitingJob> placed) {
        this.name = place.name();
        this.events = place.events();
        this.group = group;
        this.rooms = rooms;
        this.placed = placed;
        this.commits = new Commits(events, place.kafka());
        this.rules = new FairQueue(
                new QueueLimits(
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        QueueLimits.DEFAULTS.ahead(),
                        QueueLimits.DEFAULTS.horizon()),
                tenant -> 1);
        events.in(LOOK_MS, this::look);
    }

    /** Where a queue is played. */
    record Place(QueueName name, Events events, KafkaTimes kafka) {}

    /** What heartbeats said is heeded a moment later. */
    private void look() {
        release();
        events.in(LOOK_MS, this::look);
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
        for (WaitingJob waiting : rules.release(rooms.left(name), events.nowMs())) {
            PretendedJob job = jobs.get(waiting.jobId());
            long commit = commits.number();
            commits.then(() -> group.append(job, waiting.attempt(), commit));
            commits.thenRead(() -> placed.accept(waiting));
        }
        rooms.unstarted(name, rules.unstarted());
    }

    long waiting() {
        return rules.backlogMs().keySet().stream().mapToLong(rules::waiting).sum();
    }
}
