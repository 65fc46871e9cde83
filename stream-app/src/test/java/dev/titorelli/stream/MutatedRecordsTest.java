package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.running;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand records that something has spoilt: each is accounted for, and the good ones among them go their way. */
class MutatedRecordsTest {

    private static final int RECORDS = 10_000;
    private static final long SEED = 4261;
    private static final int SCHEMAS = 13;

    private final Random random = new Random(SEED);
    private final MutatedRecords mutated = new MutatedRecords(random, SCHEMAS);
    private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    private final List<Job> jobs = new ArrayList<>();
    private Rig rig;
    private int requests;

    /** What becomes of a record. */
    private enum Fate {
        ACCEPTED,
        REJECTED,
        DEAD_LETTER,
        /** A repetition of a request, or a word about what is not there: taken, and nothing to do. */
        NO_NEWS
    }

    @BeforeEach
    void start(@TempDir Path stateDir) {
        rig = Rig.withWorker(stateDir);
        rig.room = RECORDS; // most jobs are never started
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void eachIsAcceptedRejectedOrBuriedAndTheStateStaysWhole() {
        for (int i = 0; i < RECORDS; i++) {
            switch (i % 4) {
                case 0, 1 -> sendRequest();
                case 2 -> sendOutcome();
                default -> sendControl();
            }
            if (i % 500 == 0) {
                rig.heartbeat("w1");
                rig.pass(Duration.ofSeconds(1));
                drain();
            }
        }

        assertThat(fates.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(RECORDS);
        assertThat(fates).containsOnlyKeys(Fate.values());
        assertThatTheStateIsWhole();
    }

    private void sendRequest() {
        GenerationRequest good = request();
        byte[] other = rig.bytes(
                Topics.REQUEST, aRequest().called("other").withImages(2).build());
        byte[] bytes = mutated.of(rig.bytes(Topics.REQUEST, good), other);
        rig.sendBytes(Topics.REQUEST, "any", bytes);

        List<Event> events = rig.events();
        if (buried(bytes, Topics.REQUEST_DLQ)) {
            assertThat(events).isEmpty();
        } else if (events.isEmpty()) {
            GenerationRequest known = read(Topics.REQUEST, bytes);
            assertThat(rig.store("requests").get("request/" + known.getTenant() + "/" + known.getRequestId()))
                    .as("the row of a request that nobody is told of")
                    .isNotNull();
            count(Fate.NO_NEWS);
        } else {
            EventKind first = events.get(0).getKind();
            assertThat(first).isIn(EventKind.ACCEPTED, EventKind.REJECTED);
            assertThat(events.get(0).getViolations().isEmpty()).isEqualTo(first == EventKind.ACCEPTED);
            count(first == EventKind.ACCEPTED ? Fate.ACCEPTED : Fate.REJECTED);
        }
    }

    private GenerationRequest request() {
        RequestFixture made = aRequest().called("r" + requests++ % 3_000).withImages(1 + random.nextInt(2));
        if (random.nextInt(3) == 0) {
            made.withStage(stageFrom("second", output("image", 0)));
        }
        GenerationRequest request = made.inBatch("b1").build();
        request.getLabels().put("colour", "blue");
        return request;
    }

    private void sendOutcome() {
        Job job = job();
        byte[] good = rig.bytes(
                Topics.OUTCOME,
                switch (random.nextInt(4)) {
                    case 0 -> started(job, "w1", 1);
                    case 1 -> running(job, "w1");
                    case 2 -> failed(job, "w1", FaultCode.NON_FINITE);
                    default -> succeeded(job, "w1");
                });
        byte[] bytes = mutated.of(good, rig.bytes(Topics.OUTCOME, started(job, "w2", 7)));
        rig.sendBytes(Topics.OUTCOME, "any", bytes);
        if (!buried(bytes, Topics.OUTCOME_DLQ)) {
            assertThat(read(Topics.OUTCOME, bytes)).isNotNull();
            count(rig.events().isEmpty() ? Fate.NO_NEWS : Fate.ACCEPTED);
        }
    }

    /** One of the last few; some have ended meanwhile. */
    private Job job() {
        if (requests % 5 == 0 || jobs.isEmpty()) {
            rig.jobs();
            rig.request(aRequest().called("outcome-" + requests++).withImages(5).build());
            rig.events();
            jobs.clear();
            jobs.addAll(rig.jobs());
        }
        return jobs.get(random.nextInt(jobs.size()));
    }

    private void sendControl() {
        Control cancel = Control.newBuilder()
                .setKind(ControlKind.CANCEL)
                .setTenant(RequestFixture.TENANT)
                .setRequestId("r" + random.nextInt(3_000))
                .setReason("changed my mind")
                .build();
        byte[] bytes = mutated.of(rig.bytes(Topics.CONTROL, cancel), rig.bytes(Topics.CONTROL, cancel));
        rig.sendBytes(Topics.CONTROL, "any", bytes);
        if (!buried(bytes, Topics.REQUEST_DLQ)) {
            assertThat(read(Topics.CONTROL, bytes)).isNotNull();
            count(rig.events().isEmpty() ? Fate.NO_NEWS : Fate.ACCEPTED);
        }
    }

    /** Whether the record is a dead letter, once and with all of its bytes. */
    private boolean buried(byte[] bytes, Topic<DeadLetter> graveyard) {
        List<DeadLetter> letters = rig.read(graveyard);
        if (letters.isEmpty()) {
            return false;
        }
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).getPayload()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(letters.get(0).getCode()).isNotEmpty();
        count(Fate.DEAD_LETTER);
        return true;
    }

    private void count(Fate fate) {
        fates.merge(fate, 1, Integer::sum);
    }

    private <V extends SpecificRecord> V read(Topic<V> topic, byte[] bytes) {
        Decoded<V> decoded = rig.decoded(topic, bytes);
        assertThat(decoded).as("what was neither told of nor buried").isInstanceOf(Decoded.Value.class);
        return ((Decoded.Value<V>) decoded).value();
    }

    /** What nobody looks at here would pile up. */
    private void drain() {
        List.of(Topics.EVENT, Topics.QUEUE, Topics.PLACEMENT, Topics.JOB_CONTROL, Topics.BATCH)
                .forEach(topic -> rig.records(topic));
    }

    private void assertThatTheStateIsWhole() {
        List<String> unread = new ArrayList<>();
        rig.rows().forEach((store, rows) -> rows.keySet().forEach(key -> {
            UpgradeTest.readRow(rig, store, key);
            if (store.startsWith("undecoded") && !key.startsWith("schema/")) {
                unread.add(key);
            }
        }));
        assertThat(unread).isEmpty();
        rig.jobs();
        rig.request(aRequest().called("good").build());
        rig.outcome(succeeded(rig.job(), "w1"));
        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED).endsWith(EventKind.COMPLETED);
    }
}
