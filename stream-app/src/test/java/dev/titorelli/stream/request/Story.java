package dev.titorelli.stream.request;

import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.each;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;

import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.Failure;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.PlacementKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.RequestFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What happens in a {@link RoomWorld}, turn by turn, and the workers in it. */
final class Story {

    /** Something that happens. */
    enum Move {
        REQUEST,
        CANCEL,
        DELIVER,
        DELIVER_TWICE,
        DELIVER_ALL,
        REFUSE,
        TAKE,
        STEP,
        PAINT,
        FAIL,
        FAIL_FOR_GOOD,
        RETURN,
        LIE,
        HEARTBEAT,
        IDLE_HEARTBEAT,
        DIE,
        TICK,
        PASS_SECONDS,
        PASS_MINUTE,
        RESTART
    }

    /**
     * One turn.
     *
     * @param one which request or run
     * @param other which record or job
     */
    record Turn(Move move, int one, int other) {}

    private static final int REQUESTS = 9;
    private static final int RUNS = 3;
    private static final int PATIENCE = 300;

    private final RoomWorld world;
    private final Map<Integer, Integer> lives = new HashMap<>();
    private final Map<String, List<Job>> held = new HashMap<>();

    Story(RoomWorld world) {
        this.world = world;
    }

    void play(Turn turn) {
        String run = run(turn.one());
        switch (turn.move()) {
            case REQUEST -> world.bag.add(request(turn.one() % REQUESTS));
            case CANCEL -> world.bag.add(cancel(turn.one() % REQUESTS));
            case DELIVER -> deliver(turn.other(), false);
            case DELIVER_TWICE -> deliver(turn.other(), true);
            case DELIVER_ALL -> deliverAll();
            case REFUSE -> refuse(turn.other());
            case TAKE -> take(run, turn.other());
            case STEP -> say(OutcomeKind.RUNNING, run, turn.other(), null);
            case PAINT -> say(OutcomeKind.SUCCEEDED, run, turn.other(), null);
            case FAIL -> say(OutcomeKind.FAILED, run, turn.other(), FaultCode.STORE_UNAVAILABLE);
            case FAIL_FOR_GOOD -> say(OutcomeKind.FAILED, run, turn.other(), FaultCode.NON_FINITE);
            case RETURN -> say(OutcomeKind.RETURNED, run, turn.other(), FaultCode.DRAINING);
            case LIE -> lie(turn);
            case HEARTBEAT -> world.heartbeat(run, heldBy(run), false);
            case IDLE_HEARTBEAT -> world.heartbeat(run, heldBy(run), true);
            case DIE -> lives.merge(turn.one() % RUNS, 1, Integer::sum);
            case TICK -> world.tick();
            case PASS_SECONDS -> world.pass(Duration.ofSeconds(2));
            case PASS_MINUTE -> world.pass(Duration.ofMinutes(1));
            case RESTART -> world.restart();
        }
    }

    private String run(int one) {
        int number = one % RUNS;
        return "w" + number + "-" + lives.getOrDefault(number, 0);
    }

    private List<Job> heldBy(String run) {
        return held.computeIfAbsent(run, r -> new ArrayList<>());
    }

    /**
     * One image; several; a chain; two into one with one beside them; one that is not allowed; one with a deadline; an edit of each of two
     * drafts with a last stage that takes one of the edits, and the same with drafts that may fail,
     * and with drafts that are not kept.
     */
    private GenerationRequest request(int number) {
        RequestFixture made =
                switch (number) {
                    case 0 -> aRequest();
                    case 1 -> aRequest().withImages(3);
                    case 2 ->
                        aRequestWithoutStages()
                                .withStage(stage("draft", "a heath"))
                                .withStage(stageFrom("final", output("draft", 0)));
                    case 3 ->
                        aRequestWithoutStages()
                                .withStage(stage("left", "a heath"))
                                .withStage(stage("right", "a tree"))
                                .withStage(stageFrom("both", output("left", 0), output("right", 1)))
                                .withStage(stage("last", "a hut"));
                    case 4 -> aRequest().withSize(100, 128);
                    case 6 -> fanOut();
                    case 8 -> fanOut().with(drafts -> drafts.setKeep(false));
                    case 7 -> fanOut().with(drafts -> drafts.setOptional(true));
                    default -> aRequest().withImages(2).withDeadline(RoomWorld.START.plusSeconds(90));
                };
        if (number == 3) {
            made.build().getStages().get(1).setImages(2);
        }
        return made.called("r" + number).inBatch("b").build();
    }

    private static RequestFixture fanOut() {
        return aRequestWithoutStages()
                .withStage(stage("drafts", "a heath"))
                .with(drafts -> drafts.setImages(2))
                .withStage(stageFrom("edits", each("drafts")))
                .withStage(stageFrom("last", output("edits", 1), output("drafts", 1)));
    }

    private static Control cancel(int number) {
        return Control.newBuilder()
                .setKind(ControlKind.CANCEL)
                .setTenant(RequestFixture.TENANT)
                .setRequestId("r" + number)
                .build();
    }

    private void deliver(int which, boolean again) {
        if (!world.bag.isEmpty()) {
            int index = which % world.bag.size();
            world.deliver(again ? world.bag.get(index) : world.bag.remove(index));
        }
    }

    private void deliverAll() {
        List<SpecificRecord> all = List.copyOf(world.bag);
        world.bag.clear();
        all.forEach(world::deliver);
    }

    /** The queue does not keep a job after all. */
    private void refuse(int which) {
        if (!world.everReleased.isEmpty()) {
            Job job = world.everReleased.get(which % world.everReleased.size());
            world.bag.add(RoomWorld.placed(job, PlacementKind.REFUSED));
        }
    }

    private void take(String run, int which) {
        if (!world.jobTopic.isEmpty()) {
            Job job = world.jobTopic.remove(which % world.jobTopic.size());
            heldBy(run).add(job);
            world.bag.add(outcome(OutcomeKind.STARTED, job, run).build());
        }
    }

    private void say(OutcomeKind kind, String run, int which, FaultCode code) {
        List<Job> own = heldBy(run);
        if (own.isEmpty()) {
            return;
        }
        int index = which % own.size();
        Job job = kind == OutcomeKind.RUNNING ? own.get(index) : own.remove(index);
        world.bag.add(said(kind, job, run, code));
    }

    /** A run speaks of a job that it may never have had. */
    private void lie(Turn turn) {
        if (!world.everReleased.isEmpty()) {
            Job job = world.everReleased.get(turn.other() % world.everReleased.size());
            OutcomeKind[] kinds = OutcomeKind.values();
            OutcomeKind kind = kinds[(turn.one() + turn.other()) % kinds.length];
            world.bag.add(said(kind, job, run(turn.one()), FaultCode.INTERNAL));
        }
    }

    private Outcome said(OutcomeKind kind, Job job, String run, FaultCode code) {
        Outcome.Builder said = outcome(kind, job, run);
        if (kind == OutcomeKind.SUCCEEDED) {
            said.setImage(new ImageObject(job.getOutputKey(), "d", "image/png", 128, 128));
        } else if (code != null) {
            said.setFailure(new Failure(code.name(), code.meaning(), code.retryable()));
        }
        return said.build();
    }

    private Outcome.Builder outcome(OutcomeKind kind, Job job, String run) {
        return Outcome.newBuilder()
                .setKind(kind)
                .setTenant(job.getTenant())
                .setRequestId(job.getRequestId())
                .setStage(job.getStage())
                .setIndex(job.getIndex())
                .setJobId(job.getJobId())
                .setAttempt(job.getAttempt())
                .setWorkerRun(run)
                .setHeartbeat(world.counter(run));
    }

    /** Everything that was said arrives, and one healthy worker does what is left to do. */
    void comeToAnEnd() {
        String healthy = "w9-0";
        deliverAll();
        for (int round = 0; round < PATIENCE && !world.ledger.allHaveEnded(); round++) {
            while (!world.jobTopic.isEmpty()) {
                take(healthy, 0);
            }
            deliverAll();
            while (!heldBy(healthy).isEmpty()) {
                say(OutcomeKind.SUCCEEDED, healthy, 0, null);
            }
            world.heartbeat(healthy, List.of(), false);
            world.tick();
            world.pass(Duration.ofSeconds(1));
        }
        deliverAll();
    }
}
