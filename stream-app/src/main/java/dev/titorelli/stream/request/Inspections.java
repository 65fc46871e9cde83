package dev.titorelli.stream.request;

import dev.titorelli.Failure;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.InspectWish;
import dev.titorelli.Outcome;
import dev.titorelli.Violation;
import dev.titorelli.stream.inspect.InspectionRules;
import dev.titorelli.stream.inspect.SeenRequest;
import dev.titorelli.stream.inspect.UnseenInput;
import dev.titorelli.stream.inspect.UnseenInput.Place;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.InspectionRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.validate.RequestValidator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the inputs of a request looked at that nobody knows yet. Only then is it known whether the request can be accepted; until then it
 * tells nothing, and can be cancelled or expire.
 */
final class Inspections {

    private final Room room;
    private final RequestValidator validator;
    private final InspectionRules rules;
    private final Acceptance acceptance;
    private final Endings endings;

    Inspections(Room room, RequestValidator validator, Acceptance acceptance, Endings endings) {
        this.room = room;
        this.validator = validator;
        this.rules = new InspectionRules(room.settings().inspection());
        this.acceptance = acceptance;
        this.endings = endings;
    }

    /** Asks for all inspections of a request whose body is kept. */
    void begin(RequestRow header, List<UnseenInput> inputs) {
        header.setState(new RequestState.Inspecting().storedName());
        room.requests().put(header);
        for (UnseenInput unseen : inputs) {
            ask(header, unseen, rules.first(unseen, room.nowMs()));
        }
    }

    /** Takes a worker's word about an input; one that nobody waits for changes nothing. */
    void take(Outcome answer) {
        String key = answer.getTenant() + "/" + answer.getRequestId();
        inspecting(key).ifPresent(header -> {
            for (UnseenInput unseen : inputs(key)) {
                Place first = unseen.places().get(0);
                if (first.stage().equals(answer.getStage()) && first.index() == answer.getIndex()) {
                    InspectionRow row = row(key, unseen);
                    follow(header, row, rules.answered(row, unseen, answer, room.nowMs()));
                }
            }
            conclude(header);
        });
    }

    /** Asks again, or gives up, what is due. */
    void due(String key) {
        inspecting(key).ifPresent(header -> {
            long now = room.nowMs();
            for (UnseenInput unseen : inputs(key)) {
                InspectionRow row = row(key, unseen);
                if (!InspectionRules.isOver(row) && row.getDue() <= now) {
                    askOrKeep(header, unseen, rules.due(row, now));
                }
            }
            conclude(header);
        });
    }

    private Optional<RequestRow> inspecting(String key) {
        return room.requests()
                .header(key)
                .filter(header -> RequestState.stored(header.getState()) instanceof RequestState.Inspecting);
    }

    private List<UnseenInput> inputs(String key) {
        return UnseenInput.of(room.requests().body(key));
    }

    private InspectionRow row(String key, UnseenInput unseen) {
        return room.requests()
                .inspections()
                .find(key, unseen)
                .orElseThrow(() -> new IllegalStateException("the state lacks an inspection of request " + key));
    }

    private void follow(RequestRow header, InspectionRow before, InspectionRow after) {
        if (!after.equals(before)) {
            keep(header, after);
        }
    }

    private void askOrKeep(RequestRow header, UnseenInput unseen, InspectionRow row) {
        if (InspectionRules.isOver(row)) {
            keep(header, row);
        } else {
            ask(header, unseen, row);
        }
    }

    private void keep(RequestRow header, InspectionRow row) {
        String key = RequestRows.key(header);
        room.requests().inspections().put(key, row);
        if (!InspectionRules.isOver(row)) {
            room.timers().set(new Timer(row.getDue(), Purpose.INSPECT, key));
        }
    }

    private void ask(RequestRow header, UnseenInput unseen, InspectionRow row) {
        keep(header, row);
        InspectWish wish = InspectWish.newBuilder()
                .setTenant(header.getTenant())
                .setRequestId(header.getRequestId())
                .setStage(row.getStage())
                .setInput(row.getInput())
                .setAttempt(row.getAttempt())
                .setOriginPartition(room.partition())
                .setUri(unseen.input().getUri())
                .setObject(unseen.input().getUri() == null ? unseen.input().getObject() : null)
                .setAt(Instant.ofEpochMilli(room.nowMs()))
                .build();
        room.outbox().send(Destination.INSPECT, RequestRows.key(header), wish, header.getTraceparent());
    }

    /** Goes on with a request of which every inspection is over. */
    private void conclude(RequestRow header) {
        String key = RequestRows.key(header);
        Map<UnseenInput, InspectionRow> rows = new LinkedHashMap<>();
        inputs(key).forEach(unseen -> rows.put(unseen, row(key, unseen)));
        if (!rows.values().stream().allMatch(InspectionRules::isOver)) {
            return;
        }
        room.requests().inspections().dropAll(key);
        List<Violation> violations = InspectionVerdict.violations(rows);
        Optional<Failure> trouble = InspectionVerdict.trouble(rows);
        if (!violations.isEmpty()) {
            acceptance.reject(header, violations);
        } else if (trouble.isPresent()) {
            endings.fail(header, new RequestState.Inspecting().fail(), trouble.get());
        } else {
            validateAgain(header, rows);
        }
    }

    private void validateAgain(RequestRow header, Map<UnseenInput, InspectionRow> rows) {
        Map<UnseenInput, ImageObject> found = new LinkedHashMap<>();
        rows.forEach(
                (unseen, row) -> found.put(unseen, InspectionRules.found(row).orElseThrow()));
        GenerationRequest seen = SeenRequest.of(room.requests().body(RequestRows.key(header)), found);
        List<Violation> violations = validator.violationsOfSeen(seen, room.catalogue());
        if (violations.isEmpty()) {
            acceptance.accept(header, seen);
        } else {
            acceptance.reject(header, new ArrayList<>(violations));
        }
    }
}
