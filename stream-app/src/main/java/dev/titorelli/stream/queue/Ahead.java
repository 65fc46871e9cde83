package dev.titorelli.stream.queue;

/**
 * What goes before a waiting job: of its own tenant, and of others as far as their shares let them.
 *
 * @param jobs how many
 * @param deviceMs their estimated device time
 */
record Ahead(long jobs, long deviceMs) {

    /**
     * Pure.
     *
     * @param ownJobs jobs of its tenant that go before it
     * @param ownMs their estimated device time
     */
    static Ahead of(FairQueue queue, WaitingJob job, int ownJobs, long ownMs) {
        double jobs = ownJobs + queue.unstarted();
        double deviceMs = ownMs;
        double spentMs = ownMs + job.deviceMs();
        for (String other : queue.waitingTenants()) {
            if (!other.equals(job.tenant()) && !queue.pauses().covers(other)) {
                double backlogMs = Math.max(1, queue.backlogMs(other));
                double goesMs = Math.min(backlogMs, spentMs * queue.weight(other) / queue.weight(job.tenant()));
                jobs += queue.waiting(other) * goesMs / backlogMs;
                deviceMs += goesMs;
            }
        }
        return new Ahead(Math.round(jobs), Math.round(deviceMs));
    }

    /** Of a job that has just come last of its tenant's. */
    static Ahead ofLast(FairQueue queue, WaitingJob job) {
        int ownJobs = queue.waiting(job.tenant()) - 1;
        return of(queue, job, ownJobs, queue.backlogMs(job.tenant()) - job.deviceMs());
    }
}
