package dev.titorelli.stream.request;

import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.Marks;
import dev.titorelli.stream.row.Rows;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The unfinished jobs, with two indices that follow them: those that a worker run holds, and those that were released to
 * a job topic and not started.
 */
final class JobRows {

    private static final int ALL = Integer.MAX_VALUE;

    private final Rows<JobRow> jobs;
    private final Marks held;
    private final Marks released;

    JobRows(KeyValueStore<String, byte[]> store) {
        jobs = new Rows<>(store, "job", JobRow.class);
        held = new Marks(store, "held");
        released = new Marks(store, "released");
    }

    Optional<JobRow> find(String jobId) {
        return jobs.find(jobId);
    }

    void put(JobRow job) {
        find(job.getJobId()).ifPresent(this::unindex);
        jobs.put(job.getJobId(), job);
        if (isHeld(job)) {
            held.put(job.getJobId());
        } else if (job.getStanding() == JobStanding.RELEASED) {
            released.put(job.getJobId());
        }
    }

    void delete(JobRow job) {
        unindex(job);
        jobs.delete(job.getJobId());
    }

    List<JobRow> ofRequest(String request) {
        return jobs.startingWith(request + "/");
    }

    /** All jobs that worker runs hold; as many as fit on the devices. */
    List<JobRow> held() {
        return rows(held.after("", ALL));
    }

    /** Released jobs after one of them, at most so many. */
    List<JobRow> releasedAfter(String jobId, int atMost) {
        return rows(released.after(jobId, atMost));
    }

    static boolean isHeld(JobRow job) {
        return job.getStanding() == JobStanding.STARTED || job.getStanding() == JobStanding.RUNNING;
    }

    /** The key of a job's request. */
    static String requestOf(JobRow job) {
        String jobId = job.getJobId();
        return jobId.substring(0, jobId.indexOf('/', jobId.indexOf('/') + 1));
    }

    private List<JobRow> rows(List<String> jobIds) {
        return jobIds.stream().flatMap(jobId -> find(jobId).stream()).toList();
    }

    private void unindex(JobRow job) {
        held.delete(job.getJobId());
        released.delete(job.getJobId());
    }
}
