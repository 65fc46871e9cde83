package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.schedule.Arena;
import dev.titorelli.worker.schedule.Holding;
import dev.titorelli.worker.schedule.JobBytes;
import dev.titorelli.worker.schedule.QueueRooms;
import dev.titorelli.worker.schedule.Scheduler;
import dev.titorelli.worker.schedule.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A worker: polls while it has room, and does slice after slice. */
final class SimulatedWorker {

    private static final int BULK_TURN = 4;

    private final int number;
    private final Events events;
    private final Equipment equipment;
    private final Map<QueueName, SimulatedQueue> queues = new LinkedHashMap<>();
    private final Map<String, PretendedJob> live = new LinkedHashMap<>();
    private final Set<QueueName> inHand = new HashSet<>();
    private final Map<Lane, Integer> held = new EnumMap<>(Lane.class);
    private int turns;
    private boolean busy;

    /**
     * What a worker has.
     *
     * @param seats jobs of a lane that it holds at most: what waits in BULK takes no place from INTERACTIVE
     */
    record Equipment(
            ScaleInput input, Scheduler scheduler, QueueRooms rooms, ArenaOfJobs arena, int seats, Measured measured) {}

    /** Where jobs' bytes are kept. */
    record ArenaOfJobs(Arena arena, JobBytes bytes) {}

    SimulatedWorker(int number, Events events, Equipment equipment) {
        this.number = number;
        this.events = events;
        this.equipment = equipment;
    }

    void serve(SimulatedQueue queue) {
        queues.put(queue.name(), queue);
    }

    void start() {
        ask();
        events.in(events.part() * equipment.input().kafka().heartbeatMs(), this::beat);
    }

    private void beat() {
        queues.forEach((name, queue) -> {
            int room = Math.min(freeSeats(name.lane()), equipment.rooms().room(name));
            events.in(equipment.input().kafka().word(), () -> queue.announce(number, room));
        });
        events.in((double) equipment.input().kafka().heartbeatMs(), this::beat);
    }

    private int freeSeats(Lane lane) {
        return equipment.seats() - held.getOrDefault(lane, 0);
    }

    /** Polls all queues that there is room for, INTERACTIVE first, but BULK every fourth time. */
    private void ask() {
        boolean bulkFirst = turns % BULK_TURN == BULK_TURN - 1;
        List<QueueName> order = new ArrayList<>(queues.keySet());
        order.sort(Comparator.comparing(queue -> (queue.lane() == Lane.BULK) != bulkFirst));
        equipment.rooms().arm(order);
        for (QueueName queue : order) {
            if (freeSeats(queue.lane()) > 0 && equipment.rooms().isArmed(queue) && !inHand.contains(queue)) {
                queues.get(queue).poll(this);
            }
        }
    }

    /** The broker hands a job over. */
    void take(SimulatedQueue queue, PretendedJob job) {
        held.merge(queue.name().lane(), 1, Integer::sum);
        inHand.add(queue.name());
        turns++;
        if (freeSeats(queue.name().lane()) == 0) {
            queues.values().stream()
                    .filter(other -> other.name().lane() == queue.name().lane())
                    .forEach(other -> other.leave(this));
        }
        ScaleInput.KafkaTimes kafka = equipment.input().kafka();
        events.in(kafka.poll(), () -> {
            events.in(kafka.word(), () -> queue.started(job));
            events.in(kafka.start(), () -> begin(queue, job));
        });
    }

    private void begin(SimulatedQueue queue, PretendedJob job) {
        Holding bytes = Holding.of(equipment.arena().bytes().all(job.size));
        if (!equipment.rooms().take(queue.name(), job.id(), bytes)) {
            throw new IllegalStateException("no room for a job of an armed queue");
        }
        queue.accepted();
        inHand.remove(queue.name());
        job.onDevice(events.nowNanos());
        live.put(job.id(), job);
        ask();
        work();
    }

    private void work() {
        if (busy || live.isEmpty()) {
            return;
        }
        busy = true;
        Slice slice = equipment
                .scheduler()
                .next(
                        events.nowNanos(),
                        live.values().stream().map(PretendedJob::live).toList())
                .slice()
                .orElseThrow();
        List<PretendedJob> jobs =
                slice.jobs().stream().map(job -> live.get(job.id())).toList();
        jobs.stream().filter(PretendedJob::begins).forEach(equipment.measured()::begins);
        double ms = SliceTime.ms(slice, jobs.get(0).cost)
                * events.noise(equipment.input().noise());
        events.in(ms, () -> done(slice, jobs, ms));
    }

    private void done(Slice slice, List<PretendedJob> jobs, double ms) {
        busy = false;
        equipment.scheduler().ran(slice, Math.max(1, (long) (ms * 1e6)));
        equipment.measured().slice(ms, jobs, SliceTime.idealMs(slice, jobs.get(0).cost));
        if (slice instanceof Slice.Step) {
            equipment.measured().stepped(jobs.size());
        }
        int units = slice instanceof Slice.Part part ? part.to() - part.from() : 1;
        jobs.stream().filter(job -> !job.move(units, events.nowNanos())).forEach(this::end);
        work();
    }

    private void end(PretendedJob job) {
        live.remove(job.id());
        held.merge(job.lane(), -1, Integer::sum);
        equipment.arena().arena().release(job.id());
        equipment.measured().ends(job);
        SimulatedQueue queue = queues.get(job.queue);
        events.in(equipment.input().kafka().word(), () -> queue.ended(job));
        ask();
    }
}
