package dev.titorelli.stream.query;

import dev.titorelli.EventImage;
import dev.titorelli.FailedJob;
import dev.titorelli.Violation;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StoredRows;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The rows of one partition as REQUEST keeps them; this is all that queries know of that. They are read beside the task
 * that writes them, so that two readings may be of two moments.
 *
 * <p>Any call throws {@link org.apache.kafka.streams.errors.InvalidStateStoreException} once the partition has gone to
 * another instance.
 */
final class StoredRequests {

    private final StoredRows<RequestRow> headers;
    private final StoredRows<JobRow> jobs;
    private final StoredRows<EventImage> images;
    private final StoredRows<FailedJob> failures;
    private final StoredRows<Violation> violations;

    StoredRequests(ReadOnlyKeyValueStore<String, byte[]> store) {
        headers = new StoredRows<>(store, "request", RequestRow.class);
        jobs = new StoredRows<>(store, "job", JobRow.class);
        images = new StoredRows<>(store, "image", EventImage.class);
        failures = new StoredRows<>(store, "failure", FailedJob.class);
        violations = new StoredRows<>(store, "violation", Violation.class);
    }

    /** @param request {@code tenant/requestId} */
    Optional<RequestRow> header(String request) {
        return headers.find(request);
    }

    /**
     * Headers from the last key on, at most so many.
     *
     * @param tenant empty for all
     * @param before only requests before this one; empty for all
     */
    List<RequestRow> lastHeaders(String tenant, String before, int atMost) {
        return headers.lastStartingWith(tenant.isEmpty() ? "" : tenant + "/", before, atMost);
    }

    List<JobRow> unfinishedJobs(String request) {
        return jobs.startingWith(request + "/");
    }

    List<EventImage> images(String request) {
        return images.startingWith(request + "/");
    }

    List<FailedJob> failures(String request) {
        return failures.startingWith(request + "/");
    }

    List<Violation> violations(String request) {
        return violations.startingWith(request + "/");
    }
}
