package dev.titorelli.worker.take;

import dev.titorelli.Lane;
import dev.titorelli.QueueRoom;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.batch.DevicePulse;
import dev.titorelli.worker.batch.StepCost;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.RunOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread that drives the Kafka clients: orders, takes, heartbeats, watchdog, drain. Nothing in a turn of it waits. */
final class TakeLoop {

    private static final Duration RETURN_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOOD_STILL = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofMillis(2);
    private static final Duration ARMING = Duration.ofMillis(20);
    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(200);

    /** What a turn looks after. */
    record Parts(
            JobControlReader control,
            QueueLines lines,
            Heartbeats heartbeats,
            HeldRuns held,
            JobMemory memory,
            DevicePulse pulse) {}

    /**
     * How long things may take, and how much may be held.
     *
     * @param stuckAfter how long the device may be at one piece of work before the process counts as broken
     * @param drain how long held jobs may go on when the worker stops
     * @param jobs how many may be held at once
     */
    record Limits(Duration stuckAfter, Duration drain, int jobs) {}

    private final Parts parts;
    private final Limits limits;
    private final Consumer<Throwable> broken;
    private final Bell bell;
    private final Clock clock;
    private final Thread thread = new Thread(this::work, "titorelli-kafka");
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean draining;
    private volatile boolean halted;
    private volatile List<QueueRoom> rooms = List.of();
    private volatile long turnedAtNanos = System.nanoTime();

    /** @param bell ends a pause early */
    TakeLoop(Parts parts, Limits limits, Consumer<Throwable> broken, Bell bell, Clock clock) {
        this.parts = parts;
        this.limits = limits;
        this.broken = broken;
        this.bell = bell;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        turnedAtNanos = System.nanoTime();
        parts.held.whenFreed(bell::ring);
        thread.start();
    }

    /** Waits until orders are read and jobs are asked for. */
    boolean awaitReady(Duration limit) throws InterruptedException {
        return ready.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isReady() {
        return ready.getCount() == 0;
    }

    /** How long the thread has been at one turn; zero before it starts and after it has ended. Any thread. */
    Duration quietFor() {
        return thread.isAlive() ? Duration.ofNanos(System.nanoTime() - turnedAtNanos) : Duration.ZERO;
    }

    /** How many jobs of a queue would be taken now. Any thread. */
    int room(QueueName queue) {
        return rooms.stream()
                .filter(room -> room.getQueue().equals(queue.toString()))
                .mapToInt(QueueRoom::getRoom)
                .findFirst()
                .orElse(0);
    }

    /** Takes nothing more, lets what is held end within the drain limit, gives the rest back, says farewell and ends the thread. */
    void drain() throws InterruptedException {
        draining = true;
        bell.ring();
        thread.join(limits.drain().plus(RETURN_LIMIT.multipliedBy(3)).toMillis());
    }

    /** Ends without another word: the process is broken. */
    void halt() {
        halted = true;
        bell.ring();
    }

    private void work() {
        try (parts.control;
                parts.lines) {
            parts.control.open();
            while (!halted && !draining) {
                turn(clock.instant());
                ready.countDown();
                pause();
            }
            if (!halted) {
                finish(clock.instant());
            }
        } catch (Throwable e) {
            broken.accept(e);
        }
    }

    private void turn(Instant now) {
        parts.control.read(parts.held, now);
        parts.lines.advance(now, this::hasRoom, queue -> parts.memory.room(queue) > 0);
        beat(now);
        watch();
    }

    private void finish(Instant since) throws Exception {
        Instant returnAt = since.plus(limits.drain());
        Instant giveUpAt = returnAt.plus(RETURN_LIMIT);
        while (!halted && !isEmptyHanded() && clock.instant().isBefore(giveUpAt)) {
            Instant now = clock.instant();
            if (now.isAfter(returnAt)) {
                parts.held.order(RunOrder.RETURN);
            }
            parts.control.read(parts.held, now);
            parts.lines.drain(now);
            beat(now);
            watch();
            pause();
        }
        if (!halted && isEmptyHanded()) {
            parts.heartbeats.end().get(RETURN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Nothing is held, nothing in hand, and no consumer left whose buffer may keep something from other workers. */
    private boolean isEmptyHanded() {
        return parts.held.isEmpty() && parts.lines.allClosed();
    }

    private boolean hasRoom(Lane lane) {
        return room(lane) > 0;
    }

    /** How many more jobs of a queue would be taken now, were they as large as can be. */
    private int roomNow(QueueName queue) {
        return Math.min(room(queue.lane()), parts.memory.room(queue));
    }

    /** How many more jobs of a lane would be taken now, as far as memory allows. */
    private int room(Lane lane) {
        return draining || parts.pulse.trouble().isPresent()
                ? 0
                : new Places(limits.jobs()).free(lane, parts.held.size(), parts.held.size(Lane.BULK));
    }

    private void beat(Instant now) {
        String trouble = parts.pulse.trouble().map(FaultCode::name).orElse("");
        rooms = parts.lines.rooms(this::roomNow, this::stepCost);
        parts.heartbeats.beat(
                new Heartbeats.Contents(parts.held.held(), rooms, parts.memory.adapters(), draining, trouble), now);
    }

    private Optional<StepCost> stepCost(QueueName queue) {
        return parts.pulse.stepCost(queue.tokens());
    }

    private void watch() {
        Duration gap = quietFor();
        if (gap.compareTo(STOOD_STILL) > 0) {
            parts.pulse.stoodStill(gap);
            turnedAtNanos = System.nanoTime();
        }
        Duration quiet = parts.pulse.quietFor();
        if (quiet.compareTo(limits.stuckAfter()) > 0) {
            halted = true;
            broken.accept(new IllegalStateException("the device has been at one piece of work for " + quiet));
        }
    }

    /** A poll's end and a run's end ring the bell, so pauses bound only how late orders are read and lines are armed. */
    private void pause() throws InterruptedException {
        turnedAtNanos = System.nanoTime();
        if (parts.lines.inHaste()) {
            bell.pause(SOON);
        } else if (!hasRoom(Lane.INTERACTIVE)) {
            bell.pause(BUSY);
        } else {
            bell.pause(parts.lines.allAsked() ? IDLE : ARMING);
        }
    }
}
