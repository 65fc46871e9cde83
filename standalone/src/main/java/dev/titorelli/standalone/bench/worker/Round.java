package dev.titorelli.standalone.bench.worker;

import dev.titorelli.Job;
import dev.titorelli.Ledger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of a round's jobs. Times are nanoseconds of this process's clock. Safe for several threads. */
final class Round {

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<String, Ended> ended = new ConcurrentHashMap<>();
    private final AtomicInteger returned = new AtomicInteger();
    private final Runnable afterEach;

    Round() {
        this(() -> {});
    }

    /** @param afterEach done after each picture, on the thread that hears of it */
    Round(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    /**
     * A job on its way.
     *
     * @param dueNanos when it came, be it that it was written later: who measures from the writing forgets the waiting
     */
    private record Sent(JobMix.Part part, long dueNanos, Job job) {}

    /** A job that has become a picture. */
    record Ended(JobMix.Part part, long dueNanos, long endedNanos, Ledger ledger) {

        double seconds() {
            return (endedNanos - dueNanos) / 1e9;
        }
    }

    void sent(JobMix.Part part, long dueNanos, Job job) {
        sent.put(job.getJobId(), new Sent(part, dueNanos, job));
    }

    /** Notes a picture. */
    void ended(String jobId, long nanos, Ledger ledger) {
        Sent job = sent.get(jobId);
        ended.putIfAbsent(jobId, new Ended(job.part(), job.dueNanos(), nanos, ledger));
        afterEach.run();
    }

    /** The job's next attempt; the worker gave it back. */
    Job next(String jobId) {
        returned.incrementAndGet();
        Job job = sent.get(jobId).job();
        job.setAttempt(job.getAttempt() + 1);
        return job;
    }

    int done() {
        return ended.size();
    }

    int returned() {
        return returned.get();
    }

    List<Ended> all() {
        return List.copyOf(ended.values());
    }

    /** From the first job's arrival to the last picture. */
    double seconds() {
        long first = all().stream().mapToLong(Ended::dueNanos).min().orElse(0);
        long last = all().stream().mapToLong(Ended::endedNanos).max().orElse(0);
        return (last - first) / 1e9;
    }
}
