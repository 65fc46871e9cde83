package dev.titorelli.stream.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.HeldJob;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.JobId;
import dev.titorelli.stream.catalogue.PlainAvroSerde;
import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.queue.QueueReport.Tenant;
import dev.titorelli.stream.row.QueueRow;
import dev.titorelli.stream.row.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The board against sums over the rows, which are what another process would go on from. */
class BoardExactnessTest {

    private static final List<String> QUEUES = List.of("mini.tokens-64", "mini.tokens-64.bulk");
    private static final List<String> TENANTS = List.of("acme", "bee", "zoo");
    private static final int WORDS = 250;

    /** {@code -Dtitorelli.board.stories=N} plays more of them. */
    private static final long STORIES = Long.getLong("titorelli.board.stories", 3);

    /** Every job takes so many times its nominal time, so that a calibration can be foretold. */
    private static final int REAL = 3;

    @TempDir
    private Path folder;

    private final QueueNode.Sights sights = QueueNode.Sights.empty();
    private final WorkerPosition position = new WorkerPosition();
    private KeyValueStore<String, byte[]> rows;
    private KeyValueStore<String, WorkerHeartbeat> workers;
    private MockProcessorContext<String, SpecificRecord> context;
    private ReleaseProcessor room;
    private Random random;
    private long nowMs = 1_000_000;
    private long heartbeats;
    private int jobs;

    static LongStream stories() {
        return LongStream.rangeClosed(1, STORIES);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void addsUpTheRowsAfterAnyWords(long seed) {
        random = new Random(seed);
        rows = TestStore.inMemory(folder).rows();
        workers = TestStore.inMemory(PlainAvroSerde.of(WorkerHeartbeat.class), folder);
        open();
        long waited = 0;
        long released = 0;

        for (int i = 0; i < WORDS; i++) {
            String said = word();
            passTime();
            Map<String, Sum> sums = sums();
            assertThat(board()).as("seed %d, word %d, %s", seed, i, said).isEqualTo(sums);
            waited += sums.values().stream().mapToInt(sum -> sum.waiting).sum();
            released += sums.values().stream().mapToInt(sum -> sum.inFlight).sum();
        }

        // Else there was nothing to add up.
        assertThat(waited).isGreaterThan(WORDS);
        assertThat(released).isGreaterThan(WORDS);
    }

    /** What is told of a tenant in a queue. */
    private record Sum(int waiting, long backlogMs, int inFlight, long inFlightMs) {

        static final Sum NOTHING = new Sum(0, 0, 0, 0);

        Sum plusWaiting(long deviceMs) {
            return new Sum(waiting + 1, backlogMs + deviceMs, inFlight, inFlightMs);
        }

        Sum plusReleased(long deviceMs) {
            return new Sum(waiting, backlogMs, inFlight + 1, inFlightMs + deviceMs);
        }

        Sum times(double factor) {
            return new Sum(waiting, Math.round(backlogMs * factor), inFlight, Math.round(inFlightMs * factor));
        }
    }

    private Map<String, Sum> board() {
        Map<String, Sum> board = new TreeMap<>();
        for (QueueReport report : sights.board().reports()) {
            for (Tenant tenant : report.tenants()) {
                Sum sum = new Sum(tenant.waiting(), tenant.backlogMs(), tenant.inFlight(), tenant.inFlightMs());
                if (!sum.equals(Sum.NOTHING)) {
                    board.put(report.queue() + "/" + tenant.tenant(), sum);
                }
            }
        }
        return board;
    }

    private Map<String, Sum> sums() {
        Map<String, Sum> sums = new TreeMap<>();
        QueueRows read = new QueueRows(rows);
        read.forEachWaiting((queue, job) -> sums.merge(
                key(queue, job), Sum.NOTHING.plusWaiting(job.deviceMs()), (a, b) -> a.plusWaiting(job.deviceMs())));
        read.forEachReleased((queue, job) -> sums.merge(
                key(queue, job), Sum.NOTHING.plusReleased(job.deviceMs()), (a, b) -> a.plusReleased(job.deviceMs())));
        Map<String, Double> factors = new HashMap<>();
        read.forEachQueue((queue, row) -> factors.put(queue, factor(row)));
        sums.replaceAll((key, sum) -> sum.times(factors.getOrDefault(key.substring(0, key.indexOf('/')), 1.0)));
        return sums;
    }

    private static String key(String queue, WaitingJob job) {
        return queue + "/" + job.tenant();
    }

    private static double factor(QueueRow row) {
        if (row.getNominalMs() == 0) {
            return 1;
        }
        double factor = row.getUsedMs() / row.getNominalMs();
        assertThat(factor).isCloseTo(REAL, within(1e-9));
        return factor;
    }

    /** One thing that may happen. */
    private String word() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> enqueueStage();
            case 4 -> tellReleased(QueueRecordKind.STARTED);
            case 5, 6 -> tellReleased(QueueRecordKind.ENDED);
            case 7 -> withdraw();
            case 8 -> retry();
            case 9 -> order();
            case 10 -> heartbeat();
            default -> {
                restart();
                return "restart";
            }
        }
        return "a word";
    }

    private void enqueueStage() {
        String queue = any(QUEUES);
        String stage = any(TENANTS) + "/r" + jobs++ + "/image";
        int images = 1 + random.nextInt(6);
        for (int index = 0; index < images; index++) {
            enqueue(queue, stage + "/" + index, 1, images);
        }
    }

    private void enqueue(String queue, String jobId, int attempt, int stageJobs) {
        Job job = Job.newBuilder()
                .setJobId(jobId)
                .setTenant(jobId.substring(0, jobId.indexOf('/')))
                .setRequestId(JobId.parse(jobId).request().id())
                .setStage("image")
                .setIndex(JobId.parse(jobId).index())
                .setAttempt(attempt)
                .setQueue(queue)
                .setLane(queue.endsWith("bulk") ? Lane.BULK : Lane.INTERACTIVE)
                .setWidthPx(128)
                .setHeightPx(128)
                .setSteps(1 + random.nextInt(50))
                .build();
        send(about(QueueRecordKind.ENQUEUE, queue, jobId, attempt)
                .setJob(job)
                .setStageJobs(stageJobs)
                .setHead(attempt > 1)
                .build());
    }

    private void tellReleased(QueueRecordKind kind) {
        Map<String, WaitingJob> released = new TreeMap<>();
        new QueueRows(rows).forEachReleased((queue, job) -> released.put(queue + "/" + job.jobId(), job));
        if (!released.isEmpty()) {
            String key = any(released.keySet());
            WaitingJob job = released.get(key);
            String queue = key.substring(0, key.indexOf('/'));
            QueueRecord.Builder word = about(kind, queue, job.jobId(), job.attempt());
            if (kind == QueueRecordKind.ENDED) {
                word.setUsedDeviceMs(random.nextInt(3) == 0 ? null : Long.valueOf(job.deviceMs() * REAL));
            }
            send(word.build());
        }
    }

    private void withdraw() {
        Map<String, String> known = known();
        if (!known.isEmpty()) {
            String jobId = any(known.keySet());
            send(about(QueueRecordKind.WITHDRAW, known.get(jobId), jobId, 1).build());
        }
    }

    private void retry() {
        Map<String, String> known = known();
        if (!known.isEmpty()) {
            String jobId = any(known.keySet());
            enqueue(known.get(jobId), jobId, 1 + random.nextInt(4), 1);
        }
    }

    private Map<String, String> known() {
        Map<String, String> known = new TreeMap<>();
        QueueRows read = new QueueRows(rows);
        read.forEachWaiting((queue, job) -> known.put(job.jobId(), queue));
        read.forEachReleased((queue, job) -> known.put(job.jobId(), queue));
        return known;
    }

    private void order() {
        QueueRecordKind kind = any(
                List.of(QueueRecordKind.PAUSE, QueueRecordKind.RESUME, QueueRecordKind.RESUME, QueueRecordKind.PURGE));
        send(QueueRecord.newBuilder()
                .setKind(kind)
                .setQueue(any(QUEUES))
                .setTenant(random.nextInt(3) == 0 ? "" : any(TENANTS))
                .build());
    }

    private void heartbeat() {
        List<HeldJob> held = known().keySet().stream()
                .filter(jobId -> random.nextInt(4) == 0)
                .map(jobId -> HeldJob.newBuilder().setJobId(jobId).setAttempt(1).build())
                .toList();
        List<QueueRoom> served = QUEUES.stream()
                .map(queue -> QueueRoom.newBuilder()
                        .setQueue(queue)
                        .setRoom(random.nextInt(6))
                        .build())
                .toList();
        workers.put(
                "w1",
                WorkerHeartbeat.newBuilder()
                        .setWorkerRun("w1")
                        .setCounter(++heartbeats)
                        .setAt(Instant.ofEpochMilli(nowMs))
                        .setQueues(served)
                        .setJobs(held)
                        .build());
        position.readUpTo(heartbeats);
    }

    private static QueueRecord.Builder about(QueueRecordKind kind, String queue, String jobId, int attempt) {
        return QueueRecord.newBuilder()
                .setKind(kind)
                .setQueue(queue)
                .setTenant(jobId.substring(0, jobId.indexOf('/')))
                .setRequestId(JobId.parse(jobId).request().id())
                .setJobId(jobId)
                .setAttempt(attempt);
    }

    private void send(QueueRecord word) {
        room.process(new Record<>(word.getQueue(), new Arrived<>(word, null, null, null, null), nowMs));
    }

    /** Both ticks: the slow one keeps what was learnt of costs. */
    private void passTime() {
        nowMs += 200;
        context.setCurrentSystemTimeMs(nowMs);
        context.scheduledPunctuators()
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(nowMs));
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(nowMs);
    }

    /** Another process finds the rows. What it tells as soon as it says that it has begun is not less than them. */
    private void restart() {
        room.close();
        assertThat(sights.board().partitions()).isEmpty();
        assertThat(sights.board().reports()).isEmpty();
        open();
        assertThat(sights.board().partitions()).isEmpty();
        Map<String, Sum> left = sums();
        passTime();
        assertThat(sights.board().partitions()).containsExactly(0);
        assertThat(board().keySet()).isEqualTo(left.keySet());
    }

    private void open() {
        context = new MockProcessorContext<>(new Properties(), new TaskId(1, 0), folder.toFile());
        context.setCurrentSystemTimeMs(nowMs);
        context.addStateStore(rows);
        context.addStateStore(workers);
        room = new ReleaseProcessor(new QueueNode(
                new QueueNode.Stores(rows.name(), workers.name()),
                new QueueNode.Sinks("jobs", "placements", "graveyard"),
                QueuePolicy.of(new QueueLimits(25, 8, 1, Duration.ofMillis(400))),
                queue -> true,
                position,
                sights));
        room.init(context);
    }

    private <T> T any(Collection<T> some) {
        return new ArrayList<>(some).get(random.nextInt(some.size()));
    }
}
