package dev.titorelli.standalone.client;

import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.SchemaRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificRecord;

/**
 * Finds the request that a replay of a dead letter means. A request that was buried is in its letter; of a job or an outcome
 * it is the request behind it, when that has ended without all its pictures and its body is still kept.
 */
public final class Replays {

    private static final Set<EventKind> ENDED_WITHOUT =
            Set.of(EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED, EventKind.REJECTED);

    private final Payloads payloads;
    private final SentRequests sent;
    private final StreamQueries queries;

    Replays(Addresses addresses, SchemaRegistry registry) {
        this.payloads = new Payloads(addresses.prefix(), registry);
        this.sent = new SentRequests(addresses, registry);
        this.queries = new StreamQueries(addresses.streams());
    }

    /** The request to send again, still under its old identity. */
    public GenerationRequest requestBehind(BuriedRecord buried) throws CannotReplayException {
        String noun = payloads.origin(buried)
                .orElseThrow(() -> new CannotReplayException("it does not tell which of our topics it came from: '"
                        + buried.letter().getTopic() + "'"))
                .noun();
        return switch (noun) {
            case "request.v1", "request-rekeyed.v1" -> buriedRequest(buried);
            case "control.v1", "control-rekeyed.v1" ->
                throw new CannotReplayException(
                        "it holds a control, not a request: what it asked for can be said again, ./titorelli cancel"
                                + " ID");
            case "job.v1", "outcome.v1", "placement.v1", "queue.v1" -> sentRequest(idBehind(buried));
            default -> throw new CannotReplayException("a record of " + noun + " belongs to no request");
        };
    }

    private GenerationRequest buriedRequest(BuriedRecord buried) throws CannotReplayException {
        try {
            return (GenerationRequest) payloads.read(buried);
        } catch (PayloadUnreadableException e) {
            throw new CannotReplayException("the request in it can't be read: " + e.getMessage(), e);
        }
    }

    private GenerationRequest sentRequest(RequestId id) throws CannotReplayException {
        Optional<QueriedRequest> stands = queries.find(id);
        if (stands.isPresent() && !ENDED_WITHOUT.contains(stands.get().state())) {
            throw new CannotReplayException("request " + id + " behind it is "
                    + stands.get().state().name().toLowerCase(Locale.ROOT)
                    + " and needs no replay; only a failed, cancelled, expired or rejected one is sent again");
        }
        return sent.find(id)
                .orElseThrow(
                        () -> new CannotReplayException("request.v1 no longer keeps request " + id + " behind it"));
    }

    private RequestId idBehind(BuriedRecord buried) throws CannotReplayException {
        try {
            SpecificRecord record = payloads.read(buried);
            return new RequestId(text(record, "tenant"), text(record, "requestId"));
        } catch (PayloadUnreadableException | IllegalArgumentException e) {
            return idInKey(buried, e);
        }
    }

    /** Keys of jobs are tenant/requestId/stage/index, those of outcomes tenant/requestId. */
    private static RequestId idInKey(BuriedRecord buried, Exception why) throws CannotReplayException {
        String[] parts = buried.keyText().split("/", -1);
        try {
            return new RequestId(parts[0], parts.length > 1 ? parts[1] : "");
        } catch (IllegalArgumentException e) {
            throw new CannotReplayException(
                    "neither its payload (" + why.getMessage() + ") nor its key '" + buried.keyText()
                            + "' says which request it belongs to",
                    e);
        }
    }

    private static String text(SpecificRecord record, String name) {
        Field field = record.getSchema().getField(name);
        return field == null ? "" : String.valueOf(record.get(field.pos()));
    }
}
