package dev.titorelli.stream;

import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.BatchRecord;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.QueueRecord;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sensible and senseless records of every topic in any order, by fixed seeds. */
class RandomRecordsTest {

    private static final int STEPS = 1_500;
    private static final int MOST_BYTES = 512 * 1024;
    private static final Set<EventKind> FINAL = EnumSet.of(
            EventKind.REJECTED, EventKind.COMPLETED, EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED);
    private static final List<String> RUNS = List.of("w1", "w2", "w3");

    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, Event> lastEvents = new HashMap<>();
    private Random random;
    private final Set<String> doneBatches = new HashSet<>();
    private RandomRecords records;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverComesTheTopologyGoesOnAndEveryRequestEndsOnce(long seed, @TempDir Path stateDir) {
        random = new Random(seed);
        records = new RandomRecords(random);
        try (Rig rig = Rig.withWorker(stateDir)) {
            for (int step = 0; step < STEPS; step++) {
                doSomething(rig);
                look(rig);
            }
            endAll(rig);
            look(rig);

            assertThat(lastEvents.values()).extracting(Event::getKind).allMatch(FINAL::contains);
            assertThat(lastEvents.values()).extracting(Event::getKind).containsAll(FINAL);
            rig.ticks(4);
            forgetAll(rig);
            assertThat(rig.keys("requests"))
                    .allMatch(key -> key.startsWith("schema/") || key.startsWith("ended-count/"));
            for (String store : List.of("undecoded", "batches", "undecoded-batch-records")) {
                assertThat(rig.keys(store)).allMatch(key -> key.startsWith("schema/"));
            }
        }
    }

    private void doSomething(Rig rig) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> rig.request(request(rig));
            case 3 -> rig.cancel("r" + random.nextInt(60));
            case 4, 5, 6, 7 -> sayOfAJob(rig);
            case 8 -> rig.heartbeat(run(), someJobs());
            case 9 -> placeAJob(rig);
            case 10 -> rig.ticks(1);
            default -> sendSenseless(rig);
        }
    }

    private GenerationRequest request(Rig rig) {
        RequestFixture made = aRequest().called("r" + random.nextInt(60)).withImages(1 + random.nextInt(3));
        if (random.nextInt(3) == 0) {
            made.withStage(stageFrom("second", output("image", 0)));
        }
        if (random.nextInt(4) == 0) {
            made.withDeadline(rig.now().plusSeconds(1 + random.nextInt(60)));
        }
        if (random.nextInt(4) == 0) {
            made.inBatch(records.text());
        }
        return made.build();
    }

    private void sayOfAJob(Rig rig) {
        if (jobs.isEmpty()) {
            return;
        }
        Job job = jobs.get(random.nextInt(jobs.size()));
        Outcome said =
                switch (random.nextInt(6)) {
                    case 0 -> OutcomeFixture.started(job, run(), random.nextInt(5));
                    case 1 -> OutcomeFixture.running(job, run());
                    case 2, 3 -> OutcomeFixture.succeeded(job, run());
                    case 4 -> OutcomeFixture.failed(job, run(), code());
                    default -> OutcomeFixture.returned(job, run());
                };
        if (random.nextInt(8) == 0) {
            said.setKind(anyOf(OutcomeKind.values()));
        }
        if (random.nextInt(8) == 0) {
            said.setAttempt(random.nextInt(4));
        }
        rig.outcome(said);
    }

    private <E> E anyOf(E[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    private FaultCode code() {
        return random.nextInt(2) == 0 ? FaultCode.NON_FINITE : FaultCode.STORE_UNAVAILABLE;
    }

    private String run() {
        return RUNS.get(random.nextInt(RUNS.size()));
    }

    private Job[] someJobs() {
        return jobs.stream().filter(job -> random.nextInt(3) == 0).toArray(Job[]::new);
    }

    private void placeAJob(Rig rig) {
        if (jobs.isEmpty()) {
            return;
        }
        Job job = jobs.get(random.nextInt(jobs.size()));
        Placement placement = Placement.newBuilder()
                .setKind(anyOf(PlacementKind.values()))
                .setTenant(job.getTenant())
                .setRequestId("r" + random.nextInt(60))
                .setJobId(job.getJobId())
                .setAttempt(job.getAttempt())
                .build();
        rig.send(Topics.PLACEMENT, "any", placement);
    }

    private void sendSenseless(Rig rig) {
        switch (random.nextInt(10)) {
            case 0, 1 -> senseless(rig, Topics.REQUEST, GenerationRequest.class);
            case 2 -> senseless(rig, Topics.CONTROL, Control.class);
            case 3, 4 -> senseless(rig, Topics.OUTCOME, Outcome.class);
            case 5 -> senseless(rig, Topics.PLACEMENT, Placement.class);
            case 6 -> senseless(rig, Topics.QUEUE, QueueRecord.class);
            case 7 -> senseless(rig, Topics.WORKER, WorkerHeartbeat.class);
            case 8 -> senseless(rig, Topics.BATCH, BatchRecord.class);
            default -> senseless(rig, Topics.MODEL, CatalogueEntry.class);
        }
    }

    private <V extends SpecificRecord> void senseless(Rig rig, Topic<V> topic, Class<V> type) {
        String key = random.nextInt(5) == 0 ? null : records.text();
        if (random.nextInt(20) == 0 && !topic.equals(Topics.MODEL)) {
            rig.sendBytes(topic, key, null);
        } else {
            rig.send(topic, key, records.of(type));
        }
    }

    private void look(Rig rig) {
        jobs.addAll(rig.jobs());
        rig.events().forEach(event -> {
            if (event.getKind() == EventKind.BATCH_COMPLETED) {
                assertThat(doneBatches.add(event.getTenant() + "/" + event.getBatch()))
                        .as("told for the first time: %s", event)
                        .isTrue();
            } else {
                follow(event);
            }
        });
        for (Topic<?> topic : List.of(Topics.QUEUE, Topics.PLACEMENT, Topics.JOB_CONTROL, Topics.BATCH)) {
            assertThat(rig.records(topic)).allMatch(sent -> sent.key().length + sent.value().length < MOST_BYTES);
        }
    }

    private void follow(Event event) {
        Event before = lastEvents.put(event.getTenant() + "/" + event.getRequestId(), event);
        long expected = before == null ? 1 : before.getSequence() + 1;
        assertThat(event.getSequence())
                .as("sequence of %s after %s", event, before)
                .isEqualTo(expected);
        if (before != null) {
            assertThat(FINAL).as("%s after %s", event, before).doesNotContain(before.getKind());
        }
    }

    private void endAll(Rig rig) {
        lastEvents.keySet().forEach(request -> {
            String[] parts = request.split("/", 2);
            Control cancel = Control.newBuilder()
                    .setKind(ControlKind.CANCEL)
                    .setTenant(parts[0])
                    .setRequestId(parts[1])
                    .build();
            rig.send(Topics.CONTROL, request, cancel);
        });
    }

    private static void forgetAll(Rig rig) {
        rig.pass(Duration.ofDays(7));
        for (int i = 0; i < 20; i++) {
            rig.pass(Duration.ofSeconds(1));
        }
    }
}
