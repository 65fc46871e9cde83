package dev.titorelli.worker.run;

import dev.titorelli.HeldJob;
import dev.titorelli.JobControl;
import dev.titorelli.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The runs that this worker holds: from before STARTED is sent until the broker has acknowledged the outcome. Safe for several threads. */
public final class HeldRuns {

    private final List<JobRun> runs = new CopyOnWriteArrayList<>();
    private final Map<JobRun, Runnable> releases = new ConcurrentHashMap<>();
    private volatile Runnable whenFreed = () -> {};

    /** Sets what is called, on any thread, when a run is held no longer. */
    public void whenFreed(Runnable call) {
        whenFreed = call;
    }

    public void add(JobRun run) {
        runs.add(run);
    }

    /** Holds a run, and what it takes up until it is held no longer. */
    public void add(JobRun run, Runnable release) {
        releases.put(run, release);
        runs.add(run);
    }

    public void remove(JobRun run) {
        runs.remove(run);
        Runnable release = releases.remove(run);
        if (release != null) {
            release.run();
        }
        whenFreed.run();
    }

    /** Whether nothing is held. */
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** How many runs are held. */
    public int size() {
        return runs.size();
    }

    /** How many runs of a lane are held. */
    public int size(Lane lane) {
        return (int) runs.stream().filter(run -> run.job().getLane() == lane).count();
    }

    /** The run of a job that carries on under a newer attempt, if there is one; see {@link JobRun#adopt}. */
    public Optional<JobRun> adopt(String jobId, int newerAttempt) {
        return runs.stream()
                .filter(run -> run.job().getJobId().equals(jobId))
                .filter(run -> run.adopt(newerAttempt))
                .findFirst();
    }

    /** Lets every run heed a control record. */
    public void heed(JobControl control) {
        runs.forEach(run -> run.heed(control));
    }

    /** Gives every run the same order. */
    public void order(RunOrder order) {
        runs.forEach(run -> run.order(order));
    }

    /** What a heartbeat says about all runs. */
    public List<HeldJob> held() {
        return runs.stream().map(JobRun::held).toList();
    }
}
