package dev.titorelli.stream.request;

import dev.titorelli.BatchRecordKind;
import dev.titorelli.DeadLetter;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.JobId;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import dev.titorelli.stream.validate.RequestValidator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request in: accepts it, rejects it, or sees that it has come before. */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final Room room;
    private final RequestValidator validator;
    private final Teller teller;
    private final StageProgress progress;
    private final Endings endings;

    Intake(Room room, RequestValidator validator, Teller teller, StageProgress progress, Endings endings) {
        this.room = room;
        this.validator = validator;
        this.teller = teller;
        this.progress = progress;
        this.endings = endings;
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
            accept(header, request);
        } else {
            reject(header, violations);
        }
    }

    private void reject(RequestRow header, List<Violation> violations) {
        leaveOutWhatIsTooMuch(header, violations);
        teller.send(header, teller.enter(header, new RequestState.Rejected()).setViolations(violations));
        teller.count(header, BatchRecordKind.REJECTED);
        room.requests().putViolations(RequestRows.key(header), violations);
        endings.remember(header);
        log.atInfo()
                .addKeyValue("requestId", RequestRows.key(header))
                .addKeyValue(
                        "codes", violations.stream().map(Violation::getCode).toList())
                .log("rejected a request");
    }

    /** What nobody has checked may be as large as a record; it is told in events and batch counters, and kept. */
    private static void leaveOutWhatIsTooMuch(RequestRow header, List<Violation> violations) {
        Set<String> paths = violations.stream().map(Violation::getPath).collect(Collectors.toSet());
        if (paths.contains("batch")) {
            header.setBatch("");
        }
        if (paths.contains("$")) {
            header.setLabels(Map.of());
        }
        if (!JobId.isStageName(header.getModel())) {
            header.setModel("");
        }
    }

    private void accept(RequestRow header, GenerationRequest request) {
        String key = RequestRows.key(header);
        room.catalogue()
                .meant(request.getModel(), room.settings().defaultModel())
                .ifPresent(header::setModel);
        header.setStages(request.getStages().stream()
                .map(stage -> StageRow.newBuilder()
                        .setName(stage.getName())
                        .setJobs(stage.getImages())
                        .setOptional(stage.getOptional())
                        .build())
                .toList());
        room.requests().putBody(key, request);
        if (header.getDeadline() > 0) {
            room.timers().set(new Timer(header.getDeadline(), Purpose.EXPIRE, key));
        }
        RequestState.Accepted accepted = new RequestState.Accepted();
        teller.send(header, teller.enter(header, accepted));
        teller.count(header, BatchRecordKind.ACCEPTED);
        log.atInfo()
                .addKeyValue("requestId", key)
                .addKeyValue("model", header.getModel())
                .log("accepted a request");
        Optional<EarlyCancelRow> cancel = room.requests().earlyCancels().find(key);
        if (cancel.isPresent()) {
            room.requests().earlyCancels().delete(key);
            endings.end(header, accepted.cancel(), cancel.get().getReason());
        } else {
            progress.advance(header);
        }
    }

    private RequestRow header(Arrived<GenerationRequest> arrived, String digest) {
        GenerationRequest request = arrived.value();
        return RequestRow.newBuilder()
                .setTenant(request.getTenant())
                .setRequestId(request.getRequestId())
                .setState("")
                .setBodyDigest(digest)
                .setModel(request.getModel() == null ? "" : request.getModel())
                .setBatch(request.getBatch() == null ? "" : request.getBatch())
                .setLabels(request.getLabels())
                .setTraceparent(arrived.traceparent())
                .setAcceptedAt(room.nowMs())
                .setDeadline(
                        request.getDeadline() == null
                                ? 0
                                : request.getDeadline().toEpochMilli())
                .build();
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
