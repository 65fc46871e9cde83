package dev.titorelli.standalone.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.json.RecordJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is written of a line besides its number and end; see docs/cli.md. Pure. */
final class LineEntry {

    private LineEntry() {}

    static ObjectNode broken(String why) {
        return JsonNodeFactory.instance.objectNode().put("message", why);
    }

    /** Of a request that was sent. */
    static ObjectNode of(OpenRequest request, String message) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("requestId", request.id());
        if (request.tries() > 1) {
            entry.put("sentAs", request.request().getRequestId());
        }
        if (!message.isEmpty()) {
            entry.put("message", message);
        }
        return entry;
    }

    /**
     * Of a request that has ended.
     *
     * @param files where its pictures were brought, in the order of the images; empty when they were not
     */
    static ObjectNode of(OpenRequest request, Event end, List<String> files) {
        ObjectNode entry = of(request, end.getReason());
        cause(end).ifPresent(failure -> entry.put("code", failure.getCode())
                .put("message", failure.getMessage())
                .put("retryable", failure.getRetryable()));
        if (!end.getViolations().isEmpty()) {
            ArrayNode violations = entry.putArray("violations");
            end.getViolations().forEach(violation -> violations.add(RecordJson.node(violation)));
        }
        ArrayNode images = entry.putArray("images");
        for (int i = 0; i < end.getImages().size(); i++) {
            images.add(image(end.getImages().get(i), i < files.size() ? files.get(i) : null));
        }
        return entry;
    }

    private static ObjectNode image(EventImage image, String file) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("stage", image.getStage())
                .put("index", image.getIndex())
                .put("seed", image.getSeed());
        if (file != null) {
            node.put("file", file);
        }
        return node.put("key", image.getImage().getKey())
                .put("digest", image.getImage().getDigest())
                .put("widthPx", image.getImage().getWidthPx())
                .put("heightPx", image.getImage().getHeightPx());
    }

    /** Why a request failed: its event says it, an answer of a stream app only what its jobs failed of. */
    static Optional<Failure> cause(Event end) {
        return Stream.concat(
                        Stream.of(Optional.ofNullable(end.getFailure())),
                        end.getFailedJobs().stream().map(FailedJob::getFailure).map(Optional::ofNullable))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
