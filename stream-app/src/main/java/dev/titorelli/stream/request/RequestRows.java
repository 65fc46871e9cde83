package dev.titorelli.stream.request;

import dev.titorelli.EventImage;
import dev.titorelli.FailedJob;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.stream.plan.StagePlan;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.Rows;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is kept about requests: a header, the body, a plan a stage, and one small row a job, picture and failure. */
final class RequestRows {

    private final Rows<RequestRow> headers;
    private final Rows<GenerationRequest> bodies;
    private final Rows<Job> plans;
    private final Rows<EventImage> images;
    private final Rows<FailedJob> failures;
    private final Rows<EarlyCancelRow> earlyCancels;
    private final InspectionRows inspections;

    RequestRows(KeyValueStore<String, byte[]> store) {
        headers = new Rows<>(store, "request", RequestRow.class);
        bodies = new Rows<>(store, "body", GenerationRequest.class);
        plans = new Rows<>(store, "plan", Job.class);
        images = new Rows<>(store, "image", EventImage.class);
        failures = new Rows<>(store, "failure", FailedJob.class);
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

    void putBody(String request, GenerationRequest body) {
        bodies.put(request, body);
    }

    StagePlan plan(String request, String stage) {
        return plans.find(request + "/" + stage)
                .map(StagePlan::new)
                .orElseThrow(() -> missing("plan of stage " + stage, request));
    }

    void putPlan(String request, StagePlan plan) {
        plans.put(request + "/" + plan.first().getStage(), plan.first());
    }

    EventImage image(String request, String stage, int index) {
        return images.find(indexed(request, stage, index)).orElseThrow(() -> missing("image " + stage, request));
    }

    void putImage(String request, EventImage image) {
        images.put(indexed(request, image.getStage(), image.getIndex()), image);
    }

    List<EventImage> images(String request) {
        return images.startingWith(request + "/");
    }

    void putFailure(String request, FailedJob failure) {
        failures.put(indexed(request, failure.getStage(), failure.getIndex()), failure);
    }

    List<FailedJob> failures(String request) {
        return failures.startingWith(request + "/");
    }

    /** Drops what only an open request needs; digest, state and object references stay. */
    void dropWorkings(String request) {
        bodies.delete(request);
        plans.deleteStartingWith(request + "/");
        failures.deleteStartingWith(request + "/");
        inspections.dropAll(request);
    }

    /** Drops the last that is known of a request. */
    void forget(String request) {
        headers.delete(request);
        images.deleteStartingWith(request + "/");
    }

    private static String indexed(String request, String stage, int index) {
        return "%s/%s/%05d".formatted(request, stage, index);
    }

    private static IllegalStateException missing(String what, String request) {
        return new IllegalStateException("the state lacks the " + what + " of request " + request);
    }
}
