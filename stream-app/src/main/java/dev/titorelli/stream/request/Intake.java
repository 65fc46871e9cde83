package dev.titorelli.stream.request;

import dev.titorelli.DeadLetter;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import dev.titorelli.stream.inspect.UnseenInput;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.validate.RequestValidator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a request in: accepts it, rejects it, has its inputs inspected first, or sees that it has come before. */
final class Intake {

    private final Room room;
    private final RequestValidator validator;
    private final Acceptance acceptance;
    private final Inspections inspections;

    Intake(Room room, RequestValidator validator, Acceptance acceptance, Inspections inspections) {
        this.room = room;
        this.validator = validator;
        this.acceptance = acceptance;
        this.inspections = inspections;
    }

    void take(String key, Arrived<GenerationRequest> arrived) {
        String digest = BodyDigest.of(arrived.value());
        Optional<RequestRow> earlier = room.requests().header(key);
        if (earlier.isEmpty()) {
            takeNew(arrived, digest);
        } else if (!earlier.get().getBodyDigest().equals(digest)) {
            buryConflict(key, arrived, earlier.get().getBodyDigest(), digest);
        }
    }

    private void takeNew(Arrived<GenerationRequest> arrived, String digest) {
        GenerationRequest request = arrived.value();
        RequestRow header = header(arrived, digest);
        Instant now = Instant.ofEpochMilli(room.nowMs());
        List<Violation> violations = validator.violations(request, arrived.payload().length, room.catalogue(), now);
        if (violations.isEmpty()) {
            acceptance.prepare(header, request);
            inspectOrAccept(header, request);
        } else {
            acceptance.reject(header, violations);
        }
    }

    /** What was cancelled before it came needs no look at its inputs. */
    private void inspectOrAccept(RequestRow header, GenerationRequest request) {
        List<UnseenInput> unseen = UnseenInput.of(request);
        if (unseen.isEmpty() || room.requests().earlyCancels().has(RequestRows.key(header))) {
            acceptance.accept(header, request);
        } else {
            room.requests().putBody(header, request);
            inspections.begin(header, unseen);
        }
    }

    private RequestRow header(Arrived<GenerationRequest> arrived, String digest) {
        GenerationRequest request = arrived.value();
        return RequestRow.newBuilder()
                .setTenant(request.getTenant())
                .setRequestId(request.getRequestId())
                .setState("")
                .setBodyDigest(digest)
                .setBodyKept(false)
                .setModel(request.getModel() == null ? "" : request.getModel())
                .setBatch(request.getBatch() == null ? "" : request.getBatch())
                .setLabels(request.getLabels())
                .setTraceparent(arrived.traceparent())
                .setAcceptedAt(room.nowMs())
                .setDeadline(deadline(request))
                .build();
    }

    /** The user's; and none later than the pictures last that only the request's own stages need. 0 without one. */
    private long deadline(GenerationRequest request) {
        long own = request.getDeadline() == null
                ? Long.MAX_VALUE
                : request.getDeadline().toEpochMilli();
        boolean keepsAll = request.getStages().stream().allMatch(Stage::getKeep);
        long latest = keepsAll
                ? Long.MAX_VALUE
                : room.nowMs() + room.settings().retention().endOfIntermediate().toMillis();
        long deadline = Math.min(own, latest);
        return deadline == Long.MAX_VALUE ? 0 : deadline;
    }

    private void buryConflict(String key, Arrived<GenerationRequest> arrived, String earlier, String later) {
        DeadLetter letter = DeadLetters.about(
                arrived,
                FaultCode.ID_CONFLICT,
                FaultCode.ID_CONFLICT.meaning(),
                Map.of("earlierDigest", earlier, "laterDigest", later),
                room.nowMs());
        room.outbox().send(Destination.REQUEST_DLQ, key, letter, arrived.traceparent());
    }
}
