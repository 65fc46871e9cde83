package dev.titorelli.stream.request;

import dev.titorelli.EventImage;
import dev.titorelli.FailedJob;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.Violation;
import dev.titorelli.stream.plan.StagePlan;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.StageRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is kept about requests: a header, the body, a plan a stage, and one small row a job, picture and failure. */
final class RequestRows {

    private static final int INDEX_DIGITS = 5;

    private final Rows<RequestRow> headers;
    private final Rows<GenerationRequest> bodies;
    private final Rows<Job> plans;
    private final Rows<EventImage> images;
    private final Rows<FailedJob> failures;
    private final Rows<Violation> violations;
    private final Rows<EarlyCancelRow> earlyCancels;
    private final InspectionRows inspections;

    RequestRows(KeyValueStore<String, byte[]> store) {
        headers = new Rows<>(store, "request", RequestRow.class);
        bodies = new Rows<>(store, "body", GenerationRequest.class);
        plans = new Rows<>(store, "plan", Job.class);
        images = new Rows<>(store, "image", EventImage.class);
        failures = new Rows<>(store, "failure", FailedJob.class);
        violations = new Rows<>(store, "violation", Violation.class);
        earlyCancels = new Rows<>(store, "early-cancel", EarlyCancelRow.class);
        inspections = new InspectionRows(store);
    }

    static String key(RequestRow header) {
        return header.getTenant() + "/" + header.getRequestId();
    }

    Rows<EarlyCancelRow> earlyCancels() {
        return earlyCancels;
    }

    InspectionRows inspections() {
        return inspections;
    }

    Optional<RequestRow> header(String request) {
        return headers.find(request);
    }

    void put(RequestRow header) {
        headers.put(key(header), header);
    }

    GenerationRequest body(String request) {
        return bodies.find(request).orElseThrow(() -> missing("body", request));
    }

    /** Keeps the body, and says so in the header, which is put later. */
    void putBody(RequestRow header, GenerationRequest body) {
        bodies.put(key(header), body);
        header.setBodyKept(true);
    }

    /** Drops the body if it is kept, and says so in the header, which is put later. */
    void dropBody(RequestRow header) {
        if (header.getBodyKept()) {
            bodies.delete(key(header));
            header.setBodyKept(false);
        }
    }

    StagePlan plan(String request, String stage) {
        return plans.find(request + "/" + stage)
                .map(StagePlan::new)
                .orElseThrow(() -> missing("plan of stage " + stage, request));
    }

    void putPlan(String request, StagePlan plan) {
        plans.put(request + "/" + plan.first().getStage(), plan.first());
    }

    Optional<EventImage> image(String request, String stage, int index) {
        return images.find(indexed(request, stage, index));
    }

    void putImage(String request, EventImage image) {
        images.put(indexed(request, image.getStage(), image.getIndex()), image);
    }

    /** Those that are kept, by their keys, in the order of these: a scan has to look into every file of the store. */
    List<EventImage> images(RequestRow header) {
        return header.getStages().stream()
                .filter(stage -> stage.getDone() > 0 && stage.getKeep())
                .sorted(Comparator.comparing(stage -> stage.getName() + "/"))
                .flatMap(stage -> imageKeys(header, stage))
                .flatMap(key -> images.find(key).stream())
                .toList();
    }

    private static Stream<String> imageKeys(RequestRow header, StageRow stage) {
        return IntStream.range(0, stage.getJobs()).mapToObj(index -> indexed(key(header), stage.getName(), index));
    }

    void putFailure(String request, FailedJob failure) {
        failures.put(indexed(request, failure.getStage(), failure.getIndex()), failure);
    }

    List<FailedJob> failures(RequestRow header) {
        return hasFailures(header) ? failures.startingWith(key(header) + "/") : List.of();
    }

    /** Keeps why a request was rejected, for who asks later. */
    void putViolations(String request, List<Violation> found) {
        for (int i = 0; i < found.size(); i++) {
            violations.put("%s/%05d".formatted(request, i), found.get(i));
        }
    }

    /**
     * Drops what only an open request needs, and says so in the header, which is put later; digest, state, references of kept objects and what
     * went wrong stay. Nothing is scanned: a scan steps over all that was deleted beside it.
     */
    void dropWorkings(RequestRow header) {
        String request = key(header);
        dropBody(header);
        header.getStages().stream()
                .filter(StageRow::getPlanned)
                .forEach(stage -> plans.delete(request + "/" + stage.getName()));
        header.getStages().stream()
                .filter(stage -> stage.getDone() > 0 && !stage.getKeep())
                .flatMap(stage -> imageKeys(header, stage))
                .forEach(images::delete);
    }

    private static boolean hasFailures(RequestRow header) {
        return header.getStages().stream().anyMatch(stage -> stage.getFailed() > 0);
    }

    /** Drops the last that is known of a request. */
    void forget(String request) {
        headers.delete(request);
        images.deleteStartingWith(request + "/");
        failures.deleteStartingWith(request + "/");
        violations.deleteStartingWith(request + "/");
    }

    private static String indexed(String request, String stage, int index) {
        String digits = Integer.toString(index);
        return request + "/" + stage + "/" + "0".repeat(Math.max(0, INDEX_DIGITS - digits.length())) + digits;
    }

    private static IllegalStateException missing(String what, String request) {
        return new IllegalStateException("the state lacks the " + what + " of request " + request);
    }
}
