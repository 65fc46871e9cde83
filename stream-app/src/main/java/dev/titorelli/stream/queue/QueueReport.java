package dev.titorelli.stream.queue;

import dev.titorelli.Lane;
import java.util.List;

/**
 * Where one queue stood at one moment. Device times are estimates in milliseconds, calibrated by what ended jobs really took.
 *
 * @param queue its name, {@code <model>.tokens-<n>[.bulk]}
 * @param paused whether nothing at all is released
 * @param unstarted jobs that are released and that no worker has started
 * @param room jobs that its live workers say they would take
 * @param liveWorkers worker runs that live, take work and serve it
 * @param tenants those that have a job waiting or in flight, or are paused, by name
 */
public record QueueReport(
        String queue, Lane lane, boolean paused, int unstarted, int room, int liveWorkers, List<Tenant> tenants) {

    public QueueReport {
        tenants = List.copyOf(tenants);
    }

    /**
     * A tenant's part in a queue.
     *
     * @param waiting jobs that are not released
     * @param backlogMs estimated device time of these
     * @param inFlight jobs that are released and have not ended
     * @param inFlightMs estimated device time of these
     * @param paused whether nothing of it is released
     * @param weight its share beside others'
     */
    public record Tenant(
            String tenant, int waiting, long backlogMs, int inFlight, long inFlightMs, boolean paused, double weight) {}

    /** Jobs of all tenants that are not released. */
    public int waiting() {
        return tenants.stream().mapToInt(Tenant::waiting).sum();
    }

    /** Estimated device time of all jobs that are not released. */
    public long backlogMs() {
        return tenants.stream().mapToLong(Tenant::backlogMs).sum();
    }

    /** Jobs of all tenants that are released and have not ended. */
    public int inFlight() {
        return tenants.stream().mapToInt(Tenant::inFlight).sum();
    }

    /** Estimated device time of all jobs that are released and have not ended. */
    public long inFlightMs() {
        return tenants.stream().mapToLong(Tenant::inFlightMs).sum();
    }
}
