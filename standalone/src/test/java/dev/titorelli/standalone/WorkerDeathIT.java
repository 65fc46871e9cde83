package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.RequestId;
import dev.titorelli.worker.run.HaltPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that die at each place on a job's way, stand still, or have to end, and others that take over: one picture, the one that an
 * undisturbed worker paints. Once each here; with the profile chaos 20 times ({@code -Dchaos.deaths}), and a minute's standstill.
 */
class WorkerDeathIT {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerDeathIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int ROUNDS = Integer.getInteger("chaos.deaths", 20);
    private static final int KILLED = 137;
    private static final int SIGTERM = 143;
    private static final List<HaltPoint> PLACES = List.of(HaltPoint.values());
    private static final WorkerStage.Job INTERRUPTED = WorkerStage.job(7, 150);

    @TempDir
    private static Path data;

    private static WorkerStage stage;

    private SystemUser user;
    private RequestLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        stage = WorkerStage.start(data);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void connect() {
        user = stage.user();
        ledger = stage.ledger();
    }

    @AfterEach
    void disconnect() {
        ledger.close();
        user.close();
    }

    @Test
    void oneEqualPictureWhereverAWorkerDies() throws Exception {
        dieEverywhere();
    }

    @Test
    @Tag("chaos")
    void oneEqualPictureWhereverAWorkerDiesOverAndOver() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            dieEverywhere();
            System.out.println("round " + round + " of " + ROUNDS + ": " + ledger.settle(PATIENCE));
        }
    }

    @Test
    void oneEqualPictureOfAWorkerThatStoodStill() throws Exception {
        standStill(Duration.ZERO);
    }

    @Test
    @Tag("chaos")
    void oneEqualPictureOfAWorkerThatStoodStillForAMinute() throws Exception {
        standStill(Duration.ofMinutes(1));
    }

    /** A worker for each place, and one that has to end, each with a queue and a job of its own; then one that does what is left. */
    private void dieEverywhere() throws Exception {
        RequestId interrupted;
        Map<HaltPoint, RequestId> requests;
        try (ProgramProcess hurried = stage.worker(INTERRUPTED, Map.of(), "--worker.drain.ms=1");
                ProgramProcess first = stage.doomed(PLACES.get(0))) {
            interrupted = endEarly(hurried);
            requests = dieInPairs(first);
        }
        try (ProgramProcess heir = stage.worker()) {
            Map<HaltPoint, RequestId> undisturbed = new EnumMap<>(HaltPoint.class);
            PLACES.forEach(point -> undisturbed.put(point, send(job(point))));
            RequestId uninterrupted = send(INTERRUPTED);
            LOG.atInfo().log("{}", ledger.settle(PATIENCE));
            requests.forEach((point, request) -> {
                requireEqual(request, undisturbed.get(point));
                requireWayOf(point, request);
            });
            requireEqual(interrupted, uninterrupted);
            assertThat(succeeded(interrupted).getLedger().getStepsRun()).isBetween(0, INTERRUPTED.steps() - 1);
            heir.await(() -> !stage.hasCheckpoints());
            end(heir);
        }
    }

    /** It makes the model known, so that requests may come. */
    private RequestId endEarly(ProgramProcess hurried) throws Exception {
        hurried.awaitReady();
        RequestId interrupted = send(INTERRUPTED);
        user.awaitOutcome(outcome -> isOf(interrupted, outcome, OutcomeKind.RUNNING));
        hurried.terminate();
        assertThat(hurried.awaitExit()).isEqualTo(SIGTERM);
        return interrupted;
    }

    /** Two at a time, one that dies and one that starts: more would keep each other from starting. */
    private Map<HaltPoint, RequestId> dieInPairs(ProgramProcess first) throws Exception {
        Map<HaltPoint, RequestId> requests = new EnumMap<>(HaltPoint.class);
        Queue<ProgramProcess> doomed = new ArrayDeque<>(List.of(first));
        try {
            for (int i = 0; i < PLACES.size(); i++) {
                requests.put(PLACES.get(i), send(job(PLACES.get(i))));
                if (i + 1 < PLACES.size()) {
                    doomed.add(stage.doomed(PLACES.get(i + 1)));
                }
                requireDies(doomed.element());
                doomed.remove();
            }
            return requests;
        } finally {
            doomed.forEach(ProgramProcess::close);
        }
    }

    private static void requireDies(ProgramProcess doomed) throws Exception {
        assertThat(doomed.awaitExit()).as(doomed.said()).isEqualTo(KILLED);
    }

    /** The one that leaves a checkpoint has to be at it when the checkpoint is stored. */
    private static WorkerStage.Job job(HaltPoint point) {
        return WorkerStage.job(point, point == HaltPoint.AFTER_CHECKPOINT ? 60 : 10);
    }

    /** The picture came as late as the death says, and nothing was done twice that need not be. */
    private void requireWayOf(HaltPoint point, RequestId request) {
        Outcome outcome = succeeded(request);
        switch (point) {
            case IN_PREFILL, MID_STEPS ->
                assertThat(ledger.images(request).get(0).getAttempt())
                        .as(point.word())
                        .isGreaterThan(1);
            case AFTER_CHECKPOINT ->
                assertThat(outcome.getLedger().getStepsRun())
                        .as(point.word())
                        .isLessThan(job(point).steps());
            case AFTER_PUT ->
                assertThat(outcome.getLedger().getReused()).as(point.word()).isTrue();
            case AFTER_TAKE, AFTER_STARTED, AFTER_OUTCOME ->
                assertThat(outcome.getImage()).as(point.word()).isNotNull();
        }
    }

    private void standStill(Duration atLeast) throws Exception {
        WorkerStage.Job job = WorkerStage.job(0, 150);
        List<RequestId> requests = new ArrayList<>();
        try (ProgramProcess frozen = stage.worker(job, Map.of()).awaitReady()) {
            requests.add(send(job));
            user.awaitOutcome(outcome -> isOf(requests.get(0), outcome, OutcomeKind.RUNNING));
            frozen.freeze();
            long since = System.nanoTime();
            try (ProgramProcess heir = stage.worker(job, Map.of())) {
                ledger.awaitEnds(1, PATIENCE);
                Thread.sleep(Math.max(0, atLeast.toMillis() - (System.nanoTime() - since) / 1_000_000));
                frozen.thaw();
                end(heir);
            }
            requests.add(send(job));
            ledger.settle(PATIENCE);
            end(frozen);
        }
        ledger.settle(PATIENCE);
        requireEqual(requests.get(0), requests.get(1));
        assertThat(ledger.images(requests.get(0)).get(0).getAttempt()).isGreaterThan(1);
    }

    private RequestId send(WorkerStage.Job job) {
        GenerationRequest request = job.request();
        return user.send(ledger.expect(request, EventKind.COMPLETED));
    }

    private Outcome succeeded(RequestId request) {
        EventImage image = ledger.images(request).get(0);
        return user.awaitOutcome(
                outcome -> isOf(request, outcome, OutcomeKind.SUCCEEDED) && outcome.getAttempt() == image.getAttempt());
    }

    /** The file's text has the job's digest and no identity, so equal pictures are equal files. */
    private void requireEqual(RequestId disturbed, RequestId undisturbed) {
        assertThat(digests(disturbed)).as("%s", disturbed).isEqualTo(digests(undisturbed));
    }

    private List<String> digests(RequestId request) {
        return ledger.images(request).stream()
                .map(image -> image.getImage().getDigest())
                .toList();
    }

    private static boolean isOf(RequestId request, Outcome outcome, OutcomeKind kind) {
        return outcome.getRequestId().equals(request.id()) && outcome.getKind() == kind;
    }

    private static void end(ProgramProcess worker) throws Exception {
        worker.awaitReady();
        worker.terminate();
        assertThat(worker.awaitExit()).isEqualTo(SIGTERM);
        assertThat(worker.said()).doesNotContain("broken", "unexpected");
    }
}
