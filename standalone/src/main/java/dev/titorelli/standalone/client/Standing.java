package dev.titorelli.standalone.client;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Progress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about one request: the newest event and how far each job is. Immutable; events and progress may come in any
 * order and twice.
 *
 * @param event the event with the highest sequence; null before the first one
 * @param jobs by jobId
 */
public record Standing(Event event, Map<String, JobProgress> jobs) {

    /** Sent, and nothing heard yet. */
    public static final Standing SENT = new Standing(null, Map.of());

    public Standing {
        jobs = Map.copyOf(jobs);
    }

    /** With one more piece of news. */
    public Standing after(News news) {
        if (news instanceof News.Told told) {
            return event != null && event.getSequence() >= told.event().getSequence()
                    ? this
                    : new Standing(told.event(), jobs);
        }
        Progress progress = ((News.Stepped) news).progress();
        JobProgress step = new JobProgress(progress.getAttempt(), progress.getStep(), progress.getSteps());
        Map<String, JobProgress> next = new HashMap<>(jobs);
        next.merge(progress.getJobId(), step, JobProgress::newer);
        return new Standing(event, next);
    }

    /** The event that ended the request, once there is one. */
    public Optional<Event> end() {
        return Optional.ofNullable(event).filter(e -> isFinal(e.getKind()));
    }

    /** One word for a person. */
    public String state() {
        return event == null ? "sent" : event.getKind().name().toLowerCase(Locale.ROOT);
    }

    /** What else a person wants to know now; may be empty. */
    public String detail() {
        if (event == null || end().isPresent()) {
            return "";
        }
        return switch (event.getKind()) {
            case QUEUED -> new QueuePlace(event.getPosition(), event.getEstimatedStartMs()).words();
            case WAITING -> QueuePlace.waitingFor(event.getReason());
            default -> steps();
        };
    }

    /** How much of all steps of all jobs is done, 0 to 1. */
    public double fraction() {
        if (event != null && event.getKind() == EventKind.COMPLETED) {
            return 1;
        }
        double done = jobs.values().stream().mapToDouble(JobProgress::fraction).sum();
        return Math.min(1, done / Math.max(jobCount(), 1));
    }

    private String steps() {
        int done = jobs.values().stream().mapToInt(JobProgress::step).sum();
        int all = jobs.values().stream().mapToInt(JobProgress::steps).sum();
        if (all == 0) {
            return "";
        }
        return jobCount() == 1
                ? "step " + done + " of " + all
                : "image " + jobs.size() + " of " + jobCount() + ", step " + done + " of " + all;
    }

    private int jobCount() {
        return Math.max(event == null ? 0 : event.getJobs(), jobs.size());
    }

    private static boolean isFinal(EventKind kind) {
        return switch (kind) {
            case COMPLETED, FAILED, REJECTED, CANCELLED, EXPIRED -> true;
            case UNKNOWN, ACCEPTED, QUEUED, WAITING, RUNNING, BATCH_COMPLETED -> false;
        };
    }

    /** How far the newest attempt of a job is. */
    public record JobProgress(int attempt, int step, int steps) {

        double fraction() {
            return steps == 0 ? 0 : Math.min(1, (double) step / steps);
        }

        static JobProgress newer(JobProgress one, JobProgress other) {
            if (one.attempt() != other.attempt()) {
                return one.attempt() > other.attempt() ? one : other;
            }
            return one.step() > other.step() ? one : other;
        }
    }
}
