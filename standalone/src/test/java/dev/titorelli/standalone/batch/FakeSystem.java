package dev.titorelli.standalone.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Failure;
import dev.titorelli.GenerationRequest;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.stream.request.BodyDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** A system that takes each identity once, paints what it is let to, tells each event once, and may be away. For one thread. */
final class FakeSystem implements Gateway {

    /** What was taken, by id, in its order. */
    final Map<String, GenerationRequest> taken = new HashMap<>();

    final List<String> sent = new ArrayList<>();
    final List<Long> seals = new ArrayList<>();
    final Set<String> asked = new HashSet<>();

    /** Ids that end otherwise than completed. */
    final Map<String, EventKind> ends = new HashMap<>();

    /** So many requests are refused because a queue is full. */
    int fullFor;

    /** Requests are painted at once; else when somebody says so. */
    boolean paints = true;

    /** After so many requests the connection breaks, as for a client that is killed. */
    int breaksAfter = Integer.MAX_VALUE;

    /** So many calls find nobody. */
    int awayFor;

    int mostUnfinished;

    private final Map<String, Event> ended = new HashMap<>();
    private final Queue<Event> untold = new ArrayDeque<>();

    /** A client is killed with what it had heard, and the next one comes. */
    void forgetClient() {
        untold.clear();
        breaksAfter = Integer.MAX_VALUE;
    }

    /** Ends whatever is unfinished. */
    void paintAll() {
        taken.keySet().stream().filter(id -> !ended.containsKey(id)).toList().forEach(this::end);
    }

    @Override
    public void send(List<GenerationRequest> requests) {
        comeBack();
        for (GenerationRequest request : requests) {
            if (taken.size() >= breaksAfter) {
                throw new IllegalStateException("killed");
            }
            String id = request.getRequestId();
            sent.add(id);
            if (taken.putIfAbsent(id, GenerationRequest.newBuilder(request).build()) == null && paints) {
                end(id);
            }
        }
        mostUnfinished = Math.max(mostUnfinished, taken.size() - ended.size() + untold.size());
    }

    private void end(String id) {
        Event.Builder event = Event.newBuilder()
                .setKind(ends.getOrDefault(id, EventKind.COMPLETED))
                .setTenant(taken.get(id).getTenant())
                .setRequestId(id)
                .setSequence(4)
                .setAt(Instant.EPOCH);
        if (fullFor > 0) {
            fullFor--;
            event.setKind(EventKind.FAILED)
                    .setFailure(new Failure(FaultCode.QUEUE_FULL.name(), "", true))
                    .setRetryAfterMs(1L);
        }
        ended.put(id, event.build());
        untold.add(event.build());
    }

    @Override
    public Optional<QueriedRequest> find(RequestId request) {
        asked.add(request.id());
        GenerationRequest known = taken.get(request.id());
        if (known == null) {
            return Optional.empty();
        }
        Event end = ended.get(request.id());
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("tenant", request.tenant())
                .put("requestId", request.id())
                .put("state", end == null ? "RUNNING" : end.getKind().name())
                .put("acceptedAt", Instant.EPOCH.toString())
                .put("bodyDigest", BodyDigest.of(known));
        if (end != null && end.getFailure() != null) {
            document.putArray("failedJobs")
                    .addObject()
                    .putObject("failure")
                    .put("code", end.getFailure().getCode());
        }
        return Optional.of(new QueriedRequest(document));
    }

    @Override
    public List<Event> poll(Duration patience) {
        comeBack();
        List<Event> told = List.copyOf(untold);
        untold.clear();
        return told;
    }

    private void comeBack() {
        if (awayFor > 0) {
            awayFor--;
            throw new UnreachableException("nobody there", null);
        }
    }

    @Override
    public void seal(RequestId batch, long expected) {
        seals.add(expected);
    }

    @Override
    public void close() {}
}
