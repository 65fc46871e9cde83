package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.failed;
import static dev.titorelli.stream.OutcomeFixture.returned;
import static dev.titorelli.stream.OutcomeFixture.running;
import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.Notice;
import dev.titorelli.Outcome;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.stream.StateSnapshot.Name;
import dev.titorelli.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.apache.avro.Schema;
import org.apache.kafka.streams.errors.StreamsException;

/**
 * Brings requests into every state and writes down what the present topology keeps of them. Run once for each released
 * form of the state, before it changes; see CONTRIBUTING.
 */
final class StateSnapshotMaker {

    private final Rig rig;

    private StateSnapshotMaker(Rig rig) {
        this.rig = rig;
    }

    /** Writes the file that it is given. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("state-snapshot");
        try (Rig rig = Rig.withModel(folder)) {
            new StateSnapshotMaker(rig).makeAll();
            Files.createDirectories(Path.of(arguments[0]).toAbsolutePath().getParent());
            snapshot(rig).write(Path.of(arguments[0]));
        }
    }

    private static StateSnapshot snapshot(Rig rig) {
        SortedSet<Name> names = StateSnapshot.namesOf(rig.description());
        names.add(new Name("application", "titorelli.stream-app"));
        return new StateSnapshot(rig.now(), names, schemas(rig), rig.rows());
    }

    private static List<Schema> schemas(Rig rig) {
        List<Schema> schemas = new ArrayList<>();
        try {
            while (true) {
                schemas.add(rig.registry.byId(schemas.size() + 1));
            }
        } catch (SchemaRegistryException.NotFound e) {
            return schemas;
        }
    }

    private void makeAll() {
        waits();
        rig.heartbeat("w1");
        ended();
        queued();
        held();
        chains();
        timers();
        rig.ticks(1);
        rig.heartbeat("w1");
        undecoded();
        accepted();
    }

    /** Sends a request and takes its jobs. */
    private List<Job> jobs(GenerationRequest request) {
        rig.jobs();
        rig.request(request);
        return rig.jobs();
    }

    private Job job(String requestId) {
        return jobs(aRequest().called(requestId).build()).get(0);
    }

    /** No worker serves the other lane. */
    private void waits() {
        GenerationRequest waiting = aRequest().called("waiting").build();
        waiting.setLane(Lane.BULK);
        jobs(waiting);
    }

    private void ended() {
        GenerationRequest rejected =
                aRequest().called("rejected").withSize(100, 128).build();
        jobs(rejected);
        rig.outcome(succeeded(jobs(labelled("completed")).get(0), "w1"));
        rig.outcome(failed(job("failed"), "w1", FaultCode.NON_FINITE));
        job("cancelled");
        rig.cancel("cancelled");
        jobs(aRequest().called("expired").withDeadline(rig.now().plusSeconds(3)).build());
        rig.ticks(1);
    }

    private static GenerationRequest labelled(String requestId) {
        GenerationRequest request =
                aRequest().called(requestId).withImages(1).inBatch("b1").build();
        request.getLabels().put("colour", "Zürich blue");
        return request;
    }

    private void queued() {
        job("released");
        jobs(labelled("labelled"));
        Job twice = job("returned-once");
        rig.outcome(returned(twice, "w1"));
        jobs(aRequest().called("three-images").withImages(3).withSeed(7).build())
                .subList(0, 1)
                .forEach(job -> rig.outcome(noticed(succeeded(job, "w1"))));
        rig.missingTopics.add(Topics.job(QueueName.parse(Rig.QUEUE)).name(Topics.DEFAULT_PREFIX));
        jobs(aRequest().called("refused").build());
        rig.missingTopics.clear();
    }

    private static Outcome noticed(Outcome outcome) {
        outcome.setNotices(List.of(new Notice("UNKNOWN_WORDS", "lambent")));
        return outcome;
    }

    private void held() {
        rig.outcome(started(job("started"), "w1", 5));
        Job running = job("running");
        rig.outcome(started(running, "w1", 5));
        rig.outcome(running(running, "w1"));
        Job again = job("second-attempt");
        rig.outcome(started(again, "w1", 5));
        rig.outcome(failed(again, "w1", FaultCode.STORE_UNAVAILABLE));
    }

    private void chains() {
        jobs(chain("chain-at-first"));
        rig.outcome(succeeded(jobs(chain("chain-at-second")).get(0), "w1"));
        List<Job> branches = jobs(aRequestWithoutStages()
                .called("chain-failing")
                .withStage(stage("draft", "a heath"))
                .withStage(stageFrom("final", output("draft", 0)))
                .withStage(stage("other", "a tree"))
                .build());
        rig.outcome(failed(branches.get(0), "w1", FaultCode.NON_FINITE));
    }

    private static GenerationRequest chain(String requestId) {
        return aRequestWithoutStages()
                .called(requestId)
                .withStage(stage("draft", "a heath"))
                .withStage(stageFrom("final", output("draft", 0)))
                .build();
    }

    private void timers() {
        jobs(aRequest()
                .called("expiring")
                .withDeadline(rig.now().plus(Duration.ofHours(1)))
                .build());
        rig.cancel("cancelled-early");
    }

    private void undecoded() {
        byte[] foreign =
                UnreadableRecordTest.foreign(rig, aRequest().called("undecoded").build());
        rig.registry.takeDown();
        rig.sendBytes(Topics.REQUEST, "k", foreign);
        rig.registry.bringUp();
    }

    /** The last thing that happens: the queue room dies before it has said where the job stands. */
    private void accepted() {
        rig.queueIsDown = true;
        try {
            rig.request(aRequest()
                    .called("accepted")
                    .withDeadline(rig.now().plus(Duration.ofHours(1)))
                    .build());
        } catch (StreamsException e) {
            rig.queueIsDown = false;
        }
    }
}
