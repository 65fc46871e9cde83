package dev.titorelli.stream.request;

import dev.titorelli.BatchRecordKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Violation;
import dev.titorelli.identity.JobId;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.RequestRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says yes or no to a request, which is its first event. */
final class Acceptance {

    private static final Logger log = LoggerFactory.getLogger(Acceptance.class);

    private final Room room;
    private final Teller teller;
    private final StageProgress progress;
    private final Endings endings;

    Acceptance(Room room, Teller teller, StageProgress progress, Endings endings) {
        this.room = room;
        this.teller = teller;
        this.progress = progress;
        this.endings = endings;
    }

    void reject(RequestRow header, List<Violation> violations) {
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

    /** Notes what a valid request needs while it goes on; {@link #accept} or {@link #reject} follows, now or later. */
    void prepare(RequestRow header, GenerationRequest request) {
        room.catalogue()
                .meant(request.getModel(), room.settings().defaultModel())
                .ifPresent(header::setModel);
        header.setStages(StageRows.of(request));
        if (header.getDeadline() > 0) {
            room.timers().set(new Timer(header.getDeadline(), Purpose.EXPIRE, RequestRows.key(header)));
        }
    }

    /** Accepts a request whose inputs are all known, and starts what can be started. */
    void accept(RequestRow header, GenerationRequest body) {
        String key = RequestRows.key(header);
        RequestState.Accepted accepted = new RequestState.Accepted();
        teller.send(header, teller.enter(header, accepted));
        teller.count(header, BatchRecordKind.ACCEPTED);
        log.atDebug()
                .addKeyValue("requestId", key)
                .addKeyValue("model", header.getModel())
                .log("accepted a request");
        Optional<EarlyCancelRow> cancel = room.requests().earlyCancels().find(key);
        if (cancel.isPresent()) {
            room.requests().earlyCancels().delete(key);
            endings.end(header, accepted.cancel(), cancel.get().getReason());
        } else {
            progress.begin(header, body);
        }
    }
}
