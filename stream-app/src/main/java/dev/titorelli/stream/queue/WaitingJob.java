package dev.titorelli.stream.queue;

/**
 * A job as its queue sees it.
 *
 * @param attempt the try that waits
 * @param deviceMs estimated device time in milliseconds
 * @param place where its row stands
 */
public record WaitingJob(String jobId, String tenant, int attempt, long deviceMs, Place place) {
    public WaitingJob {
        if (deviceMs < 0) {
            throw new IllegalArgumentException("deviceMs " + deviceMs + " of " + jobId + ": allowed is 0 and above");
        }
    }

    /** A job that has no row. */
    public WaitingJob(String jobId, String tenant, int attempt, long deviceMs) {
        this(jobId, tenant, attempt, deviceMs, Place.NONE);
    }
}
