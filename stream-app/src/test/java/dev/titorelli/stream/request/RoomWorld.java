package dev.titorelli.stream.request;

import static dev.titorelli.stream.ModelFixture.aModel;
import static dev.titorelli.stream.ModelFixture.catalogueOf;

import dev.titorelli.BatchRecord;
import dev.titorelli.Control;
import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.HeldJob;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.stream.catalogue.PlainAvroSerde;
import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.Origin;
import dev.titorelli.stream.lease.EndOffsets.Reading;
import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.lease.OutcomePosition;
import dev.titorelli.stream.lease.RunWatch;
import dev.titorelli.stream.row.TestStore;
import dev.titorelli.stream.row.TimeMarks;
import dev.titorelli.stream.validate.RequestLimits;
import dev.titorelli.stream.validate.RequestValidator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A request room with all around it but Kafka: what the room says goes into a bag, from which whoever drives this world
 * delivers it in any order, twice, late; and there are a queue, workers and a clock.
 */
final class RoomWorld implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String QUEUE = "mini.tokens-64";

    final RequestLedger ledger = new RequestLedger();

    /** What was said and has not arrived: placements, outcomes, controls and requests. */
    final List<SpecificRecord> bag = new ArrayList<>();

    /** Jobs that were released and not taken. */
    final List<Job> jobTopic = new ArrayList<>();

    /** Every job that was ever released, for those who speak of it later. */
    final List<Job> everReleased = new ArrayList<>();

    private final TestStore store;
    private final KeyValueStore<String, byte[]> rows;
    private final KeyValueStore<String, WorkerHeartbeat> heartbeats;
    private final WorkerPosition position = new WorkerPosition();
    private final Map<String, Long> counters = new HashMap<>();
    private long nowMs = START.toEpochMilli();
    private long answers;
    private RequestRoom room;

    /** @param flaw what is wrong with the store; the identity when nothing is */
    RoomWorld(Path folder, UnaryOperator<KeyValueStore<String, byte[]>> flaw) {
        store = TestStore.inMemory(folder);
        rows = flaw.apply(store.rows());
        heartbeats = TestStore.inMemory(PlainAvroSerde.of(WorkerHeartbeat.class), folder);
        restart();
    }

    /** Ends the process and starts it again on its rows: what it had in memory is gone. */
    void restart() {
        Room opened = new Room(
                new RequestRows(rows),
                new JobRows(rows),
                new Timers(new TimeMarks(rows, "timer")),
                new EndedRequests(rows),
                (to, key, value, traceparent) -> said(value),
                catalogueOf(aModel("mini")),
                RequestSettings.of(null, LeaseSettings.DEFAULTS, RetentionSettings.DEFAULTS),
                () -> nowMs,
                0);
        room = RequestRoom.wire(
                opened,
                new RequestValidator(RequestLimits.DEFAULTS, null),
                new RunWatch(LeaseSettings.DEFAULTS),
                new Fleet(heartbeats, position));
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    private void said(SpecificRecord value) {
        if (value instanceof Event event) {
            ledger.told(event);
        } else if (value instanceof BatchRecord counted) {
            ledger.counted(counted);
        } else if (value instanceof QueueRecord word && word.getKind() == QueueRecordKind.ENQUEUE) {
            ledger.emitted(word.getJob());
            jobTopic.add(word.getJob());
            everReleased.add(word.getJob());
            bag.add(placed(word.getJob(), PlacementKind.RELEASED));
        }
    }

    static Placement placed(Job job, PlacementKind kind) {
        return Placement.newBuilder()
                .setKind(kind)
                .setTenant(job.getTenant())
                .setRequestId(job.getRequestId())
                .setJobId(job.getJobId())
                .setAttempt(job.getAttempt())
                .build();
    }

    /** Brings a record to the room. */
    void deliver(SpecificRecord value) {
        if (value instanceof GenerationRequest request) {
            ledger.sent(request);
            room.intake().take(key(request.getTenant(), request.getRequestId()), arrived(request));
        } else if (value instanceof Control control) {
            room.controls().take(key(control.getTenant(), control.getRequestId()), arrived(control));
        } else if (value instanceof Placement placement) {
            room.placements().take(placement);
        } else if (value instanceof Outcome outcome) {
            if (outcome.getImage() != null) {
                ledger.painted(outcome.getRequestId(), outcome.getJobId());
            }
            room.outcomes().take(arrived(outcome));
        }
    }

    private static String key(String tenant, String id) {
        return tenant + "/" + id;
    }

    private static <V extends SpecificRecord> Arrived<V> arrived(V value) {
        return new Arrived<>(value, new Origin("any", 0, 0), null, new byte[100], null);
    }

    long counter(String run) {
        return counters.getOrDefault(run, 0L);
    }

    void heartbeat(String run, List<Job> held, boolean idle) {
        WorkerHeartbeat last = heartbeats.get(run);
        if (last != null) {
            heartbeats.put(run + "/before", last);
        }
        long counter = counters.merge(run, 1L, Long::sum);
        Instant emptySince = idle ? now().minus(Duration.ofMinutes(5)) : null;
        heartbeats.put(
                run,
                WorkerHeartbeat.newBuilder()
                        .setWorkerRun(run)
                        .setCounter(counter)
                        .setAt(now())
                        .setQueues(List.of(QueueRoom.newBuilder()
                                .setQueue(QUEUE)
                                .setRoom(4)
                                .setArmed(true)
                                .setEmptySince(emptySince)
                                .build()))
                        .setJobs(held.stream()
                                .map(job -> HeldJob.newBuilder()
                                        .setJobId(job.getJobId())
                                        .setAttempt(job.getAttempt())
                                        .build())
                                .toList())
                        .build());
        position.readUpTo(position.next() + 1);
    }

    /** Five seconds pass, and silence is looked at; what is in the bag was not yet sent. */
    void tick() {
        nowMs += 5_000;
        answers++;
        Reading reading = new Reading(answers, 0, position.next(), Map.of(0, 0L), Map.of());
        room.keeper().tick(new RunWatch.Tick(nowMs, Optional.of(reading), position.next(), new OutcomePosition(0, 0)));
    }

    /** Time passes, and what is due is done. */
    void pass(Duration time) {
        nowMs += time.toMillis();
        room.timers().fire();
    }

    /** Keys of rows that only unfinished requests have. */
    List<String> workings() {
        List<String> keys = new ArrayList<>();
        for (String kind : List.of("body/", "plan/", "job/", "failure/", "held/", "released/")) {
            try (var range = rows.range(kind, kind + Character.MAX_VALUE)) {
                range.forEachRemaining(row -> keys.add(row.key));
            }
        }
        return keys;
    }

    @Override
    public void close() {
        store.close();
        heartbeats.close();
    }
}
