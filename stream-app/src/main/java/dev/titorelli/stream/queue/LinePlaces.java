package dev.titorelli.stream.queue;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Tells where waiting jobs stand, sparingly: when a job begins to wait, and again once half of what was ahead of it has gone,
 * or the first worker has come or the last one gone. So a job is told of as often as its place has binary digits, at most;
 * of a queue no more than so many at a time, of those in front; of a stage's jobs the first one that waits.
 */
final class LinePlaces {

    private static final int AT_ONCE = 100;
    private static final int LOOKED_AT = 2_000;
    private static final int LEAST_A_TENANT = 20;

    private final String name;
    private final FairQueue queue;
    private final QueueSite site;
    private final Map<String, Told> told = new HashMap<>();

    private record Told(long position, boolean served) {}

    /** What is known of the queue as a whole when a job's place is told. */
    record Pace(double factor, int workers) {}

    LinePlaces(String name, FairQueue queue, QueueSite site) {
        this.name = name;
        this.queue = queue;
        this.site = site;
    }

    /** A job has just come last of its tenant's, and waits. */
    void begin(WaitingJob job, Pace pace) {
        if (isFirstOfStage(job)) {
            tell(job, Ahead.ofLast(queue, job), pace);
        }
    }

    /** A job waits since before this process began; where it stands was told then. */
    void restored(WaitingJob job, int position) {
        told.put(job.jobId(), new Told(position, true));
    }

    /** A job waits no longer. */
    void forget(String jobId) {
        told.remove(jobId);
    }

    /** Tells those whose place has much changed. */
    void renew(Pace pace) {
        int left = AT_ONCE;
        for (String tenant : queue.waitingTenants()) {
            left = renew(tenant, pace, left);
        }
    }

    private int renew(String tenant, Pace pace, int atMost) {
        int left = atMost;
        int ownJobs = 0;
        long ownMs = 0;
        int looks = Math.max(LEAST_A_TENANT, LOOKED_AT / queue.waitingTenants().size());
        Iterator<WaitingJob> jobs = queue.backlog(tenant, looks).iterator();
        while (left > 0 && jobs.hasNext()) {
            WaitingJob job = jobs.next();
            Ahead ahead = Ahead.of(queue, job, ownJobs++, ownMs);
            ownMs += job.deviceMs();
            if (isFirstOfStage(job) && isNews(told.get(job.jobId()), ahead, pace)) {
                tell(job, ahead, pace);
                left--;
            }
        }
        return left;
    }

    /** The job before it in its stage does not wait here. */
    private boolean isFirstOfStage(WaitingJob job) {
        int slash = job.jobId().lastIndexOf('/') + 1;
        int index = Integer.parseInt(job.jobId().substring(slash));
        String before = job.jobId().substring(0, slash) + (index - 1);
        return index == 0 || queue.waitingJob(job.tenant(), before).isEmpty();
    }

    private static boolean isNews(Told before, Ahead ahead, Pace pace) {
        return before == null
                || before.served() != pace.workers() > 0
                || (ahead.jobs() <= before.position() / 2 && ahead.jobs() < before.position());
    }

    private void tell(WaitingJob job, Ahead ahead, Pace pace) {
        boolean served = pace.workers() > 0;
        told.put(job.jobId(), new Told(ahead.jobs(), served));
        site.answers().waits(name, job, ahead.jobs(), startMs(job, ahead, pace), served);
    }

    /** What is with the workers is half done on the average. */
    private Long startMs(WaitingJob job, Ahead ahead, Pace pace) {
        if (pace.workers() == 0 || queue.pauses().covers(job.tenant())) {
            return null;
        }
        return Math.round((ahead.deviceMs() + queue.inFlightMs() / 2.0) * pace.factor() / pace.workers());
    }
}
