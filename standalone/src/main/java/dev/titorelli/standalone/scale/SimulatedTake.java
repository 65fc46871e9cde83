package dev.titorelli.standalone.scale;

import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.schedule.Holding;
import dev.titorelli.worker.take.ArmingOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes jobs as a worker does: arms one queue after the other while there is room, and starts what it was handed. */
final class SimulatedTake {

    private static final double ARMING_STEP_MS = 50;
    private static final int PATIENCE = 4;

    private final SimulatedWorker worker;
    private final WorkerEquipment.Made equipment;
    private final ScaleInput input;
    private final SimulatedRequests requests;
    private final Map<QueueName, SimulatedLine> lines = new LinkedHashMap<>();
    private final Map<Lane, Integer> held = new EnumMap<>(Lane.class);
    private int turn;
    private boolean arming;

    SimulatedTake(
            SimulatedWorker worker, WorkerEquipment.Made equipment, ScaleInput input, SimulatedRequests requests) {
        this.worker = worker;
        this.equipment = equipment;
        this.input = input;
        this.requests = requests;
    }

    void serve(SimulatedQueue queue) {
        lines.put(queue.name(), new SimulatedLine(worker, queue, input.kafka(), () -> delivered(queue.name())));
    }

    /** Starts what there is a place for, and asks for more. */
    void advance() {
        for (Optional<SimulatedLine> next = firstWaiting(); next.isPresent(); next = firstWaiting()) {
            start(next.get());
        }
        if (!arming && noneOnItsWay()) {
            armNext();
        }
    }

    private void delivered(QueueName queue) {
        turn++;
        SimulatedLine line = lines.get(queue);
        ShareGroup.Delivery delivery = line.inHand();
        advance();
        if (line.isWaiting()) {
            worker.in((double) input.broker().recordLockMs() / PATIENCE, () -> giveBack(line, delivery));
        }
    }

    private void giveBack(SimulatedLine line, ShareGroup.Delivery delivery) {
        if (line.isWaiting() && line.inHand() == delivery) {
            worker.say(() -> requests.returned(delivery.record.job, delivery.record.attempt));
            line.accept();
            advance();
        }
    }

    private Optional<SimulatedLine> firstWaiting() {
        return lines.values().stream()
                .filter(line -> line.isWaiting()
                        && places(line.name().lane()) > 0
                        && bytes(line.inHand().record.job) <= equipment.arena().free())
                .min(Comparator.comparing((SimulatedLine line) -> line.name().lane() == Lane.BULK)
                        .thenComparing(SimulatedLine::sinceNanos));
    }

    private void start(SimulatedLine line) {
        PretendedRun run = line.start();
        held.merge(run.lane(), 1, Integer::sum);
        if (!equipment.arena().hold(run.id(), Holding.of(bytes(run.job)))) {
            throw new IllegalStateException("no room for a job that fits: " + run.id());
        }
        worker.say(() -> requests.started(run));
        worker.in(input.kafka().start(), () -> accepted(line, run));
        worker.changed();
    }

    private void accepted(SimulatedLine line, PretendedRun run) {
        if (line.accept()) {
            worker.begin(run);
        } else {
            end(run);
            worker.in(2.0 * input.kafka().heartbeatMs(), () -> worker.say(() -> requests.missed(run)));
        }
        advance();
    }

    /** Its place and bytes are free. */
    void end(PretendedRun run) {
        held.merge(run.lane(), -1, Integer::sum);
        equipment.arena().release(run.id());
    }

    private boolean noneOnItsWay() {
        return lines.values().stream().noneMatch(line -> line.isTaking() && !line.isWaiting());
    }

    private void armNext() {
        for (QueueName queue : ArmingOrder.of(new ArrayList<>(lines.keySet()), turn)) {
            SimulatedLine line = lines.get(queue);
            if (line.isResting() && room(queue) > 0) {
                line.arm();
                arming = true;
                worker.in(ARMING_STEP_MS, () -> {
                    arming = false;
                    advance();
                });
                return;
            }
        }
    }

    /** Jobs that it would take now. */
    private int room(QueueName queue) {
        return Math.min(places(queue.lane()), equipment.rooms().room(queue));
    }

    private int places(Lane lane) {
        int bulk = held.getOrDefault(Lane.BULK, 0);
        return equipment.places().free(lane, bulk + held.getOrDefault(Lane.INTERACTIVE, 0), bulk);
    }

    private long bytes(PretendedJob job) {
        return equipment.bytes().all(job.size());
    }

    /** What a heartbeat says. */
    Map<QueueName, Beat.Sight> sights() {
        Map<QueueName, Beat.Sight> sights = new LinkedHashMap<>();
        lines.forEach((queue, line) -> sights.put(queue, new Beat.Sight(room(queue), line.emptyMs())));
        return sights;
    }

    /** Rooms, in the order of its queues. */
    List<Integer> rooms() {
        return lines.keySet().stream().map(this::room).toList();
    }

    void disconnect() {
        lines.values().forEach(SimulatedLine::disconnect);
    }

    void standStill() {
        lines.values().forEach(SimulatedLine::standStill);
    }

    void goOn(boolean expelled) {
        lines.values().forEach(line -> line.goOn(expelled));
    }
}
