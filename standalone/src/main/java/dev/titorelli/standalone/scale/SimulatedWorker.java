package dev.titorelli.standalone.scale;

import java.util.ArrayList;
import java.util.List;

/** A worker's process from its start to its end: takes jobs, does slice after slice, tells how it is. */
final class SimulatedWorker {

    private final Events events;
    private final ScaleInput input;
    private final WorkerEquipment.Made equipment;
    private final SimulatedRequests requests;
    private final Measured measured;
    private final SimulatedTake take;
    private final List<Runnable> missed = new ArrayList<>();
    private List<Integer> lastRooms = List.of();
    private boolean alive = true;
    private boolean frozen;
    private boolean busy;

    SimulatedWorker(
            Events events,
            ScaleInput input,
            WorkerEquipment.Made equipment,
            SimulatedRequests requests,
            Measured measured) {
        this.events = events;
        this.input = input;
        this.equipment = equipment;
        this.requests = requests;
        this.measured = measured;
        this.take = new SimulatedTake(this, equipment, input, requests);
    }

    void serve(SimulatedQueue queue) {
        take.serve(queue);
    }

    void start() {
        take.advance();
        in(events.part() * input.kafka().heartbeatMs(), this::beatAgain);
    }

    long nowNanos() {
        return events.nowNanos();
    }

    /** Something that this process does after a while: when it stands still, once it goes on; when it is gone, never. */
    void in(double ms, Runnable what) {
        events.in(ms, () -> act(what));
    }

    void in(ScaleInput.Spread spread, Runnable what) {
        events.in(spread, () -> act(what));
    }

    /** Something that happens elsewhere after a while, if this process stands still then. */
    void atTheBroker(double ms, Runnable what) {
        events.in(ms, () -> {
            if (frozen) {
                what.run();
            }
        });
    }

    private void act(Runnable what) {
        if (frozen) {
            missed.add(what);
        } else if (alive) {
            what.run();
        }
    }

    /** A word on its way to the stream app. */
    void say(Runnable heard) {
        events.in(input.kafka().hop(), heard);
    }

    /** A heartbeat at once when there is more or less room than it said last. */
    void changed() {
        if (!take.rooms().equals(lastRooms)) {
            beat();
        }
    }

    private void beatAgain() {
        beat();
        in((double) input.kafka().heartbeatMs(), this::beatAgain);
    }

    private void beat() {
        lastRooms = take.rooms();
        Beat beat = new Beat(this, take.sights());
        say(() -> requests.heard(beat));
    }

    /** An accepted job is the device's. */
    void begin(PretendedRun run) {
        equipment.device().add(run);
        work();
    }

    private void work() {
        equipment.device().takeStopped().forEach(run -> {
            measured.wasted(run);
            free(run);
        });
        if (busy || equipment.device().isIdle()) {
            return;
        }
        busy = true;
        SimulatedDevice.Turn turn = equipment.device().next();
        turn.runs().stream().filter(PretendedRun::begins).forEach(run -> measured.begins(run.job, run.attempt));
        double ms = turn.time().ms() * events.noise(input.noise());
        in(ms, () -> done(turn, ms));
    }

    private void done(SimulatedDevice.Turn turn, double ms) {
        busy = false;
        measured.slice(turn, ms);
        for (PretendedRun run : equipment.device().ran(turn, ms)) {
            measured.ends(run.job);
            say(() -> requests.succeeded(run));
            free(run);
        }
        work();
    }

    private void free(PretendedRun run) {
        take.end(run);
        take.advance();
        changed();
    }

    /** The stream app's order: the run's job is another's. */
    void stop(PretendedRun run) {
        act(() -> {
            run.stop();
            if (!busy) {
                work();
            }
        });
    }

    /** The process ends; what it had is lost. */
    void die() {
        alive = false;
        frozen = false;
        take.disconnect();
        equipment.device().runs().forEach(measured::wasted);
    }

    boolean isAlive() {
        return alive;
    }

    /** The process stands still for a while. */
    void freeze(double ms) {
        if (frozen) {
            return;
        }
        frozen = true;
        take.standStill();
        events.in(ms, () -> goOn(ms > input.broker().memberTimeoutMs()));
    }

    private void goOn(boolean expelled) {
        if (!alive) {
            return;
        }
        frozen = false;
        List<Runnable> late = List.copyOf(missed);
        missed.clear();
        late.forEach(what -> act(what));
        take.goOn(expelled);
    }
}
