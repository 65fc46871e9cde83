package dev.titorelli.worker.run;

import dev.titorelli.HeldJob;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.JobPhase;

/**
 * One run of a job. The Kafka thread gives orders and newer attempt numbers, the device thread reports phases and steps; safe for both.
 */
public final class JobRun {

    private final TakenJob taken;
    private final String workerRun;
    private int attempt;
    private RunOrder order = RunOrder.CARRY_ON;
    private boolean ended;
    private JobPhase phase = JobPhase.TAKEN;
    private int step;
    private int steps;
    private boolean running;

    /** @param workerRun the run of the worker process */
    public JobRun(TakenJob taken, String workerRun) {
        this.taken = taken;
        this.workerRun = workerRun;
        this.attempt = taken.job().getAttempt();
        this.steps = taken.job().getSteps();
    }

    /** The job; its attempt is the one it was taken with, see {@link #attempt()}. */
    public Job job() {
        return taken.job();
    }

    /** The job with the record it came from. */
    public TakenJob taken() {
        return taken;
    }

    /** The run of the worker process. */
    public String workerRun() {
        return workerRun;
    }

    /** The attempt that this run now goes under. */
    public synchronized int attempt() {
        return attempt;
    }

    /** The strongest order so far. */
    public synchronized RunOrder order() {
        return order;
    }

    /** Gives an order; a weaker one than before has no effect. */
    public synchronized void order(RunOrder next) {
        if (next.compareTo(order) > 0) {
            order = next;
        }
    }

    /**
     * Heeds a control record when it concerns this run: the same job, this attempt or a newer one (0 is all), this worker run or none
     * named.
     */
    public synchronized void heed(JobControl control) {
        boolean concerned = control.getJobId().equals(job().getJobId())
                && (control.getAttempt() == 0 || attempt <= control.getAttempt())
                && (control.getWorkerRun().isEmpty() || control.getWorkerRun().equals(workerRun));
        if (concerned && control.getKind() == JobControlKind.CANCEL) {
            order(RunOrder.CANCEL);
        } else if (concerned && control.getKind() == JobControlKind.FENCE) {
            order(RunOrder.FENCE);
        }
    }

    /**
     * Carries on under a newer attempt of the same job.
     *
     * @return false when this run has ended or was told to end, so that the newer attempt needs a run of its own
     */
    public synchronized boolean adopt(int newerAttempt) {
        if (ended || order != RunOrder.CARRY_ON) {
            return false;
        }
        attempt = Math.max(attempt, newerAttempt);
        return true;
    }

    /** Settles the attempt that the outcome will name: no newer one is adopted from now on. */
    public synchronized void end() {
        ended = true;
        phase = JobPhase.REPORTING;
    }

    /** Whether its last word is being said or was said. */
    public synchronized boolean hasEnded() {
        return ended;
    }

    /** Reports where the run is. */
    public synchronized void enter(JobPhase next) {
        phase = next;
    }

    /** Reports steps done, of how many. */
    public synchronized void stepped(int done, int all) {
        step = done;
        steps = all;
    }

    /** True once: at the run's first step, not again when it has to start anew. */
    public synchronized boolean beginsRunning() {
        boolean first = !running;
        running = true;
        return first;
    }

    /** What a heartbeat says about this run. */
    public synchronized HeldJob held() {
        return HeldJob.newBuilder()
                .setJobId(job().getJobId())
                .setAttempt(attempt)
                .setPhase(phase)
                .setStep(step)
                .setSteps(steps)
                .build();
    }
}
