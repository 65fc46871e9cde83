package dev.titorelli.stream.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Jobs that were thrown away and wait to be told of: so many at a time, as a backlog may be larger than a transaction should be. */
final class Purges {

    private static final int AT_ONCE = 500;

    private final String name;
    private final QueueSite site;
    private final Map<String, Long> before;
    private final Deque<WaitingJob> going = new ArrayDeque<>();
    private final Set<String> ids = new HashSet<>();

    /** @param before by tenant the order of coming before which everything goes */
    Purges(String name, QueueSite site, Map<String, Long> before) {
        this.name = name;
        this.site = site;
        this.before = new HashMap<>(before);
        before.values().forEach(site.rows()::goOnFrom);
    }

    /** These jobs are no longer in the backlog, and go. */
    void begin(String tenant, List<WaitingJob> jobs) {
        if (!jobs.isEmpty()) {
            before.put(tenant, site.rows().nextOrder());
            jobs.forEach(this::add);
        }
    }

    /** Whether a job that is found at the start was thrown away before; it goes then. */
    boolean takes(WaitingJob job) {
        boolean taken = job.place().order() < before.getOrDefault(job.tenant(), 0L);
        if (taken) {
            add(job);
        }
        return taken;
    }

    private void add(WaitingJob job) {
        going.add(job);
        ids.add(job.jobId());
    }

    /** Its request has ended or asks for another try: nobody is to be told. The row goes all the same. */
    void forget(String jobId) {
        ids.remove(jobId);
    }

    boolean isUnderWay() {
        return !before.isEmpty();
    }

    /** By tenant the order of coming before which everything goes. */
    Map<String, Long> underWay() {
        return Map.copyOf(before);
    }

    /** Tells of some; returns their ids. */
    List<String> step() {
        List<String> gone = new ArrayList<>();
        while (!going.isEmpty() && gone.size() < AT_ONCE) {
            WaitingJob job = going.remove();
            site.rows().deleteWaiting(name, job);
            if (ids.remove(job.jobId())) {
                site.answers().purge(name, job);
            }
            gone.add(job.jobId());
        }
        if (going.isEmpty()) {
            before.clear();
        }
        return gone;
    }
}
