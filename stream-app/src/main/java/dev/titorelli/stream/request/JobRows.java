package dev.titorelli.stream.request;

import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.Marks;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.Rows;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /**
     * Keeps a job. A mark that it does not have is not taken away either: that would be a record of the changelog.
     *
     * @param before where it stood when it was read; UNKNOWN for a new one
     */
    void put(JobRow job, JobStanding before) {
        String jobId = job.getJobId();
        jobs.put(jobId, job);
        Optional<Marks> old = index(before);
        Optional<Marks> now = index(job.getStanding());
        if (!old.equals(now)) {
            old.ifPresent(marks -> marks.delete(jobId));
            now.ifPresent(marks -> marks.put(jobId));
        }
    }

    /** Drops a job that stands where it stood when it was read. */
    void delete(JobRow job) {
        index(job.getStanding()).ifPresent(marks -> marks.delete(job.getJobId()));
        jobs.delete(job.getJobId());
    }

    /**
     * The unfinished jobs of a request, by their keys: a scan would have to step over every job beside them that was ever
     * deleted, until the store is compacted.
     */
    List<JobRow> ofRequest(RequestRow header) {
        return header.getStages().stream()
                .filter(stage -> stage.getPlanned() && stage.getDone() + stage.getFailed() < stage.getJobs())
                .flatMap(stage -> IntStream.range(0, stage.getJobs())
                        .mapToObj(index -> RequestRows.key(header) + "/" + stage.getName() + "/" + index))
                .flatMap(jobId -> find(jobId).stream())
                .toList();
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
        return isHeld(job.getStanding());
    }

    private static boolean isHeld(JobStanding standing) {
        return standing == JobStanding.STARTED || standing == JobStanding.RUNNING;
    }

    private Optional<Marks> index(JobStanding standing) {
        if (isHeld(standing)) {
            return Optional.of(held);
        }
        return standing == JobStanding.RELEASED ? Optional.of(released) : Optional.empty();
    }

    /** The key of a job's request. */
    static String requestOf(JobRow job) {
        String jobId = job.getJobId();
        return jobId.substring(0, jobId.indexOf('/', jobId.indexOf('/') + 1));
    }

    private List<JobRow> rows(List<String> jobIds) {
        return jobIds.stream().flatMap(jobId -> find(jobId).stream()).toList();
    }
}
