package dev.titorelli.stream.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.EventImage;
import dev.titorelli.json.RecordJson;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** A request as JSON, with the names that events have. Prompts are not part of it. */
final class RequestDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RequestDocument() {}

    /** What a list tells. */
    static ObjectNode summary(RequestRow row) {
        ObjectNode summary = NODES.objectNode()
                .put("tenant", row.getTenant())
                .put("requestId", row.getRequestId())
                .put("state", row.getState())
                .put("sequence", row.getSequence())
                .put("model", row.getModel())
                .put("batch", row.getBatch())
                .put("jobs", sum(row, StageRow::getJobs))
                .put("jobsDone", sum(row, StageRow::getDone))
                .put("jobsFailed", sum(row, StageRow::getFailed));
        putTime(summary, "acceptedAt", row.getAcceptedAt());
        putTime(summary, "endedAt", row.getEndedAt());
        putTime(summary, "deadline", row.getDeadline());
        return summary;
    }

    /** All that is known of a request. */
    static ObjectNode whole(RequestRow row, StoredRequests requests, Holdings holdings) {
        String request = row.getTenant() + "/" + row.getRequestId();
        ObjectNode whole = summary(row).put("bodyDigest", row.getBodyDigest());
        ObjectNode labels = whole.putObject("labels");
        row.getLabels().forEach(labels::put);
        ArrayNode stages = whole.putArray("stages");
        row.getStages().forEach(stage -> stages.add(RecordJson.node(stage)));
        ArrayNode unfinished = whole.putArray("unfinishedJobs");
        List<JobRow> jobs = requests.unfinishedJobs(request);
        jobs.forEach(job -> unfinished.add(job(job, holdings)));
        jobs.stream()
                .filter(job -> job.getPosition() != null)
                .min(Comparator.comparing(JobRow::getPosition))
                .ifPresent(first -> putPlace(whole, first));
        List<EventImage> images = requests.images(request);
        Set<String> kept = row.getStages().stream()
                .filter(StageRow::getKeep)
                .map(StageRow::getName)
                .collect(Collectors.toSet());
        whole.set("images", list(images, image -> kept.contains(image.getStage())));
        whole.set("intermediateImages", list(images, image -> !kept.contains(image.getStage())));
        whole.set("failedJobs", list(requests.failures(request)));
        whole.set("violations", list(requests.violations(request)));
        whole.set("notices", list(row.getNotices()));
        return whole;
    }

    private static ObjectNode job(JobRow row, Holdings holdings) {
        ObjectNode job = NODES.objectNode()
                .put("jobId", row.getJobId())
                .put("stage", row.getStage())
                .put("index", row.getIndex())
                .put("attempt", row.getAttempt())
                .put("attemptsLost", row.getSpent())
                .put("attemptsAllowed", row.getLimit())
                .put("state", row.getStanding().name())
                .put("queue", row.getQueue());
        putTime(job, "since", row.getSince());
        putPlace(job, row);
        if (!row.getWorkerRun().isEmpty()) {
            job.put("workerRun", row.getWorkerRun());
            holdings.heldBy(row.getWorkerRun(), row.getJobId())
                    .filter(held -> held.getAttempt() == row.getAttempt())
                    .ifPresent(held -> job.put("phase", held.getPhase().name())
                            .put("step", held.getStep())
                            .put("steps", held.getSteps()));
        }
        return job;
    }

    /** Where a job that waits in its queue stood, when the queue said so last. */
    private static void putPlace(ObjectNode object, JobRow job) {
        if (job.getPosition() != null) {
            object.put("position", job.getPosition());
            object.put("estimatedStartMs", job.getEstimatedStartMs());
            putTime(object, "placedAt", job.getPlacedAt());
        }
        if (job.getUnserved()) {
            object.put("unserved", true);
        }
    }

    private static ArrayNode list(List<? extends SpecificRecord> records) {
        return list(records, record -> true);
    }

    private static <V extends SpecificRecord> ArrayNode list(List<V> records, Predicate<V> isMeant) {
        ArrayNode list = NODES.arrayNode();
        records.stream().filter(isMeant).forEach(record -> list.add(RecordJson.node(record)));
        return list;
    }

    private static int sum(RequestRow row, ToIntFunction<StageRow> count) {
        return row.getStages().stream().mapToInt(count).sum();
    }

    private static void putTime(ObjectNode object, String name, long epochMs) {
        if (epochMs > 0) {
            object.put(name, Instant.ofEpochMilli(epochMs).toString());
        }
    }
}
