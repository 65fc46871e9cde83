package dev.titorelli.stream.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.FailedJob;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.Stage;
import dev.titorelli.stream.validate.StageJobs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds a request room to its promise: one terminal event a request, no gap in its sequence, every image counted once. */
final class RequestLedger {

    private static final Set<EventKind> TERMINAL = EnumSet.of(
            EventKind.REJECTED, EventKind.COMPLETED, EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED);

    private final Map<String, GenerationRequest> requests = new HashMap<>();
    private final Map<String, Event> last = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, List<BatchRecord>> counted = new HashMap<>();
    private final Set<String> painted = new HashSet<>();

    void sent(GenerationRequest request) {
        requests.put(request.getRequestId(), request);
    }

    /** A job was handed to its queue: under an attempt that there was not before. */
    void emitted(Job job) {
        Integer before = attempts.put(job.getJobId(), job.getAttempt());
        assertThat(job.getAttempt()).as("attempt of %s", job.getJobId()).isEqualTo(before == null ? 1 : before + 1);
        assertThat(hasEnded(job.getRequestId()))
                .as("%s is emitted after the end", job.getJobId())
                .isFalse();
    }

    /** A picture of a job has reached the room. */
    void painted(String requestId, String jobId) {
        if (!hasEnded(requestId)) {
            painted.add(jobId);
        }
    }

    void told(Event event) {
        Event before = last.put(event.getRequestId(), event);
        assertThat(before == null || !TERMINAL.contains(before.getKind()))
                .as("%s after %s", event.getKind(), before)
                .isTrue();
        assertThat(event.getSequence())
                .as("sequence of %s", event)
                .isEqualTo(before == null ? 1 : before.getSequence() + 1);
        if (TERMINAL.contains(event.getKind())) {
            checkImages(event, requests.get(event.getRequestId()));
        }
    }

    private void checkImages(Event end, GenerationRequest request) {
        List<String> done =
                end.getImages().stream().map(RequestLedger::name).sorted().toList();
        assertThat(done).as("images of %s", end).doesNotHaveDuplicates();
        if (request.getStages().stream().allMatch(Stage::getKeep)) {
            assertThat(end.getJobsDone()).as("jobs done of %s", end).isEqualTo(done.size());
        }
        Set<String> all = jobsOf(request);
        assertThat(all).as("images of %s", end).containsAll(done);
        if (end.getKind() == EventKind.COMPLETED || end.getKind() == EventKind.FAILED) {
            List<String> accounted = new ArrayList<>(done);
            end.getFailedJobs().stream()
                    .map(RequestLedger::name)
                    .filter(job -> isKept(request, job))
                    .forEach(accounted::add);
            assertThat(accounted).as("jobs of %s", end).containsExactlyInAnyOrderElementsOf(all);
        }
        boolean mayFailInPart = request.getStages().stream().anyMatch(Stage::getOptional);
        if (end.getKind() == EventKind.COMPLETED && !mayFailInPart) {
            assertThat(end.getFailedJobs()).as("failures of %s", end).isEmpty();
        }
    }

    /** Whatever was painted before the end is in it, unless its job had failed for good before. */
    void checkThatNoPictureIsLost() {
        last.forEach((id, end) -> {
            Set<String> accounted = new TreeSet<>();
            end.getImages().stream().map(RequestLedger::name).forEach(accounted::add);
            end.getFailedJobs().stream().map(RequestLedger::name).forEach(accounted::add);
            String prefix = "acme/" + id + "/";
            assertThat(accounted)
                    .as("images of %s", end)
                    .containsAll(painted.stream()
                            .filter(job -> job.startsWith(prefix))
                            .map(job -> job.substring(prefix.length()))
                            .filter(job -> isKept(requests.get(id), job))
                            .toList());
        });
    }

    void counted(BatchRecord record) {
        counted.computeIfAbsent(record.getRequestId(), id -> new ArrayList<>()).add(record);
    }

    /** Every request that was sent has ended, and its batch label has counted it once, with all of its images. */
    void checkThatAllHaveEnded() {
        requests.keySet().forEach(id -> assertThat(hasEnded(id))
                .as("%s has ended; its last event is %s", id, last.get(id))
                .isTrue());
        counted.forEach((id, records) -> {
            Event end = last.get(id);
            BatchRecordKind ended = BatchRecordKind.valueOf(end.getKind().name());
            List<BatchRecordKind> expected = end.getKind() == EventKind.REJECTED
                    ? List.of(BatchRecordKind.REJECTED)
                    : List.of(BatchRecordKind.ACCEPTED, ended);
            assertThat(records)
                    .as("batch records of %s", id)
                    .extracting(BatchRecord::getKind)
                    .isEqualTo(expected);
            assertThat(records.get(records.size() - 1).getImages())
                    .as("counted images of %s", id)
                    .isEqualTo(end.getJobsDone());
        });
    }

    /** How the requests have ended. */
    Set<EventKind> ends() {
        return last.values().stream()
                .map(Event::getKind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventKind.class)));
    }

    boolean allHaveEnded() {
        return requests.keySet().stream().allMatch(this::hasEnded);
    }

    private boolean hasEnded(String requestId) {
        Event event = last.get(requestId);
        return event != null && TERMINAL.contains(event.getKind());
    }

    private static Set<String> jobsOf(GenerationRequest request) {
        Set<String> jobs = new TreeSet<>();
        StageJobs counts = StageJobs.of(request.getStages());
        for (Stage stage : request.getStages()) {
            for (int i = 0; i < counts.of(stage) && stage.getKeep(); i++) {
                jobs.add(stage.getName() + "/" + i);
            }
        }
        return jobs;
    }

    /** Nobody hears of the pictures of other stages. */
    private static boolean isKept(GenerationRequest request, String job) {
        return request.getStages().stream()
                .filter(stage -> job.startsWith(stage.getName() + "/"))
                .allMatch(Stage::getKeep);
    }

    private static String name(EventImage image) {
        return image.getStage() + "/" + image.getIndex();
    }

    private static String name(FailedJob job) {
        return job.getStage() + "/" + job.getIndex();
    }
}
