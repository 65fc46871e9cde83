package dev.titorelli.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.FailedJob;
import dev.titorelli.Notice;
import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.json.RecordJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where a request stands, as a stream app told it.
 *
 * @param document of docs/http.md
 */
public record QueriedRequest(JsonNode document) {

    /** Accepted, running, completed and so on: the event that told of it. */
    public EventKind state() {
        String name = document.path("state").asText();
        return Stream.of(EventKind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElse(EventKind.UNKNOWN);
    }

    /** The pictures that exist. */
    public List<EventImage> images() {
        return records("images", EventImage.class);
    }

    /** Its stages, in the order of the request. */
    public List<StageStanding> stages() {
        return StreamSupport.stream(document.path("stages").spliterator(), false)
                .map(StageStanding::of)
                .toList();
    }

    /** How many pictures it will have that are kept, if all goes well. */
    public int keptJobs() {
        return stages().stream()
                .filter(StageStanding::isKept)
                .mapToInt(StageStanding::jobs)
                .sum();
    }

    /** What its newest event said, as far as the stream app remembers it. */
    public Event event() {
        List<FailedJob> failed = records("failedJobs", FailedJob.class);
        QueuePlace place = place();
        return Event.newBuilder()
                .setKind(state())
                .setTenant(document.path("tenant").asText())
                .setRequestId(document.path("requestId").asText())
                .setSequence(document.path("sequence").asLong())
                .setAt(at())
                .setModel(document.path("model").asText())
                .setBatch(document.path("batch").asText())
                .setJobs(document.path("jobs").asInt())
                .setJobsDone(document.path("jobsDone").asInt())
                .setImages(images())
                .setFailedJobs(failed)
                .setViolations(records("violations", Violation.class))
                .setNotices(records("notices", Notice.class))
                .setReason(state() == EventKind.WAITING ? FaultCode.NO_CAPACITY.name() : "")
                .setPosition(place.ahead())
                .setEstimatedStartMs(place.startMs())
                .build();
    }

    /** Of the job that will start first, while all of them wait. */
    private QueuePlace place() {
        boolean waits = state() == EventKind.QUEUED || state() == EventKind.WAITING;
        Optional<QueuePlace> first = StreamSupport.stream(
                        document.path("unfinishedJobs").spliterator(), false)
                .map(QueriedRequest::place)
                .filter(place -> place.ahead() != null)
                .min(Comparator.comparing(QueuePlace::ahead));
        return first.filter(place -> waits).orElse(QueuePlace.UNKNOWN);
    }

    /** What the queue of an unfinished job said last. */
    public static QueuePlace place(JsonNode job) {
        return new QueuePlace(number(job.path("position")), number(job.path("estimatedStartMs")));
    }

    private static Long number(JsonNode node) {
        return node.isNumber() ? node.asLong() : null;
    }

    /** When it was accepted or rejected. */
    public Instant acceptedAt() {
        return Instant.parse(document.path("acceptedAt").asText());
    }

    private Instant at() {
        String ended = document.path("endedAt").asText();
        return ended.isEmpty() ? acceptedAt() : Instant.parse(ended);
    }

    private <V extends SpecificRecord> List<V> records(String field, Class<V> type) {
        return StreamSupport.stream(document.path(field).spliterator(), false)
                .map(json -> RecordJson.read(type, json))
                .toList();
    }
}
