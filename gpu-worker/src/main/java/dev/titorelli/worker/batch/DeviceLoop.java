package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.batch.Turns.Turn;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.Slice;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the device. Runs come when their inputs are fetched and leave when their picture is decoded; between two turns of
 * device work every run heeds its orders, and whoever has the next turn is chosen anew, so runs join and leave a batch at every step.
 */
public final class DeviceLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeviceLoop.class);
    private static final int MEMORY_TRIES = 3;

    private final BlockingQueue<ActiveRun> fetched = new LinkedBlockingQueue<>();
    private final List<ActiveRun> live = new ArrayList<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong handedOver = new AtomicLong();
    private final BegunSteps begunSteps = new BegunSteps();
    private final Slices slices;
    private final Turns turns;
    private final SideWork side;
    private final Previews previews;
    private final RunEnds ends;
    private final Painter painter;
    private final Backoff backoff;
    private final DevicePulse pulse;
    private final Boundary boundary;
    private final Consumer<Throwable> broken;
    private final Duration progress;
    private final Clock clock;
    private final Thread thread;

    /**
     * Where runs get their inputs from and put their pictures to.
     *
     * @param checkpointEvery device time of a run's steps between its checkpoints
     */
    public record Shelter(ObjectStore store, Backoff backoff, Duration checkpointEvery) {

        /** Device time of a run's steps between its checkpoints, unless a setting says otherwise. */
        public static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(30);

        /** Checkpoints as usual. */
        public Shelter(ObjectStore store, Backoff backoff) {
            this(store, backoff, CHECKPOINT_EVERY);
        }
    }

    /**
     * What runs are told of to.
     *
     * @param progress the longest silence of a run that steps
     */
    public record Reports(
            OutcomeWriter outcomes, DeadLetters deadLetters, Consumer<Throwable> broken, Duration progress) {

        /** Progress at least each second. */
        public Reports(OutcomeWriter outcomes, DeadLetters deadLetters, Consumer<Throwable> broken) {
            this(outcomes, deadLetters, broken, ProgressPace.DEFAULT_SILENCE);
        }
    }

    /**
     * How much is done between two boundaries.
     *
     * @param mostRows how many rows, branches of all runs, step together at most
     * @param slice how long a slice may take, as far as its work can be cut: about as long as an INTERACTIVE job may wait
     * @param measured what is known of steps before the first one
     */
    public record Pace(int mostRows, Duration slice, List<MeasuredStep> measured) {

        /** Slices of 200 ms. */
        public static final Duration DEFAULT_SLICE = Duration.ofMillis(200);

        public Pace {
            measured = List.copyOf(measured);
        }

        /** Nothing is known of steps. */
        public Pace(int mostRows, Duration slice) {
            this(mostRows, slice, List.of());
        }

        public static Pace of(int mostRows) {
            return new Pace(mostRows, DEFAULT_SLICE);
        }
    }

    public DeviceLoop(Painter painter, Pace pace, Shelter shelter, Reports reports, DevicePulse pulse, Clock clock) {
        this.painter = painter;
        this.backoff = shelter.backoff();
        this.pulse = pulse;
        this.clock = clock;
        this.broken = reports.broken();
        this.progress = reports.progress();
        this.boundary = new Boundary(clock);
        this.ends = new RunEnds(reports);
        this.side = new SideWork(painter, shelter, ends, pulse, boundary);
        this.previews = new Previews(shelter.store(), reports.outcomes(), boundary);
        this.slices = new Slices(painter, reports.outcomes(), previews, side.checkpoints(), clock);
        this.turns = new Turns(painter, pace);
        pace.measured().forEach(step -> tellCost(step.bucket()));
        this.thread = new Thread(this::work, "titorelli-device");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Begins a run that is started and accepted. Any thread. */
    public void begin(JobRun run) {
        side.fetch(activated(run), this::handOver);
    }

    private void handOver(ActiveRun active) {
        fetched.add(active);
        handedOver.incrementAndGet();
    }

    /** How many runs the device thread was handed so far; it takes them in at its next boundary. */
    long handedOver() {
        return handedOver.get();
    }

    private ActiveRun activated(JobRun run) {
        ProgressPace pace = new ProgressPace(run.job().getProgressEverySteps(), progress, clock.instant());
        return new ActiveRun(run, begun.incrementAndGet(), pace, clock);
    }

    /** Ends the threads, whatever they do; runs that are held end without an outcome. */
    @Override
    public void close() {
        side.close();
        previews.close();
        thread.interrupt();
    }

    /** Waits until the thread has ended, so that the model may be closed; false when it is still at work after the limit. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
        return !thread.isAlive();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                join();
                pulse.beat();
                live.removeIf(this::isStopped);
                List.copyOf(live).forEach(this::look);
                turns.next(live.stream().filter(run -> run.next().isPresent()).toList(), begunSteps)
                        .ifPresent(this::compute);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("device thread ends");
        } catch (Throwable e) {
            broken.accept(e);
        } finally {
            begunSteps.close();
            live.forEach(ActiveRun::close);
            painter.freeMemory();
        }
    }

    /** Takes in what has been fetched; waits for some when there is nothing else to do. */
    private void join() throws InterruptedException {
        if (live.isEmpty()) {
            pulse.recovered(FaultCode.OUT_OF_MEMORY); // nobody is left to find out
            pulse.busy(false);
            live.add(fetched.take());
            pulse.busy(true);
        }
        fetched.drainTo(live);
    }

    private boolean isStopped(ActiveRun active) {
        try {
            boundary.pass(active.run());
            return false;
        } catch (RuntimeException e) {
            leave(active, e);
            return true;
        }
    }

    /** Begins what has not begun, and hands on what is painted. */
    private void look(ActiveRun active) {
        try {
            active.look(painter);
            if (side.checkpoints().goOn(active)) {
                active.look(painter);
            }
            if (active.isPainted()) {
                store(active);
            }
        } catch (RuntimeException e) {
            failed(List.of(active), e);
        }
    }

    private void compute(Turn turn) {
        try {
            long start = System.nanoTime();
            if (turn.slice() instanceof Slice.Part part) {
                slices.part(turn.runs().get(0), part);
            } else {
                step(turn.runs(), ((Slice.Step) turn.slice()).to());
            }
            ran(turn, System.nanoTime() - start);
            pulse.recovered(FaultCode.OUT_OF_MEMORY);
        } catch (RuntimeException e) {
            failed(turn.runs(), e);
        }
    }

    private void step(List<ActiveRun> runs, int toLayer) {
        BegunStep step = begunSteps.begun(runs, slices::begin);
        slices.advance(step, toLayer);
        if (step.isDone()) {
            List<Slices.NonFinite> stopped = slices.end(step);
            pulse.stepped(step.first().bucket(), step.rows().size(), step.nanos());
            begunSteps.ended(step);
            stopped.forEach(this::remove);
        }
    }

    private void ran(Turn turn, long nanos) {
        turns.ran(turn, nanos);
        pulse.ran(turn.kind(), nanos);
        if (turn.slice() instanceof Slice.Step step) {
            tellCost(step.bucket());
        }
    }

    private void tellCost(int bucket) {
        turns.stepCost(bucket).ifPresent(cost -> pulse.stepCost(bucket, cost));
    }

    private void store(ActiveRun active) {
        RgbImage image = active.painting().image();
        live.remove(active);
        active.close();
        side.store(active, image);
    }

    private void failed(List<ActiveRun> runs, RuntimeException thrown) {
        runs.forEach(begunSteps::leave);
        Fault fault = Fault.of(thrown);
        if (fault instanceof Fault.Systemic systemic) {
            shrink(runs, systemic, thrown);
        } else if (fault instanceof Fault.Broken unknown) {
            throw new IllegalStateException("the device loop can't go on", unknown.cause());
        } else {
            runs.forEach(active -> remove(active, thrown));
        }
    }

    /** Memory was short: with fewer runs together, or, for one alone, from its start with all its memory freed. */
    private void shrink(List<ActiveRun> runs, Fault.Systemic systemic, RuntimeException thrown) {
        pulse.trouble(systemic.code());
        painter.freeMemory();
        turns.shrink(runs);
        int failures = 1;
        if (runs.size() == 1) {
            ActiveRun alone = runs.get(0);
            if (!alone.startsAnew(MEMORY_TRIES)) {
                pulse.recovered(systemic.code());
                remove(alone, thrown);
                return;
            }
            failures = alone.memoryFailures();
        }
        backoff.pause(failures, systemic.code().meaning());
    }

    private void remove(Slices.NonFinite stopped) {
        remove(stopped.active(), stopped.why());
    }

    private void remove(ActiveRun active, RuntimeException thrown) {
        live.remove(active);
        leave(active, thrown);
    }

    private void leave(ActiveRun active, RuntimeException thrown) {
        RunOrder order = thrown instanceof RunStoppedException stopped ? stopped.order() : RunOrder.CARRY_ON;
        begunSteps.leave(active);
        side.checkpoints().leave(active, order, () -> ends.end(active, thrown));
    }
}
