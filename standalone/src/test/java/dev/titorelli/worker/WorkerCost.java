package dev.titorelli.worker;

import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.OutcomeKind;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a worker of twelve queues costs, on an embedded broker: CPU while idle by kind of thread, time from a job's release to
 * its STARTED, time to close. No test: run it by hand.
 */
final class WorkerCost {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<Integer> BUCKETS = List.of(1, 2, 4, 8, 16, 64);
    private static final int IDLE_SECONDS = 30;
    private static final int JOBS = 60;

    private WorkerCost() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("worker-cost");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                WorkerBench bench = new WorkerBench(kafka.bootstrapServers(), BUCKETS)) {
            Map<String, Long> alone = idle();
            GpuWorker worker = bench.startWorker(new FakePainter(() -> {}), BUCKETS);
            TimeUnit.SECONDS.sleep(10); // joins and arming
            print("idle, with worker", idle());
            print("idle, broker alone", alone);
            startedAfter(bench);
            Instant closing = Instant.now();
            worker.close();
            System.out.println(
                    "close ms " + Duration.between(closing, Instant.now()).toMillis());
        }
        System.exit(0);
    }

    private static void startedAfter(WorkerBench bench) throws Exception {
        List<Long> each = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            TimeUnit.MILLISECONDS.sleep(300 + 37 * (i % 10)); // at any point of a turn
            String id = "r-" + i;
            Job job = bench.job(id, BUCKETS.get(i % BUCKETS.size()), i % 2 == 0 ? Lane.INTERACTIVE : Lane.BULK);
            Instant released = Instant.now();
            bench.release(job);
            bench.outcomesUntil(id, OutcomeKind.SUCCEEDED);
            each.add(Duration.between(
                            released,
                            bench.outcomesUntil(id, OutcomeKind.STARTED).get(0).getAt())
                    .toMillis());
        }
        List<Long> sorted = each.stream().sorted().toList();
        System.out.println("release to STARTED ms: p50 " + sorted.get(JOBS / 2) + " p95 " + sorted.get(JOBS * 95 / 100)
                + " max " + sorted.get(JOBS - 1));
    }

    /** Milliseconds of CPU by kind of thread over the idle time. */
    private static Map<String, Long> idle() throws InterruptedException {
        Map<Long, Long> before = cpu();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        Map<String, Long> kinds = new TreeMap<>();
        cpu().forEach((id, nanos) -> {
            ThreadInfo info = THREADS.getThreadInfo(id);
            String kind = info == null
                    ? "ended"
                    : info.getThreadName().replaceAll("[0-9]+", "#").replaceAll("t[0-9a-f#-]{20,}", "t");
            kinds.merge(kind, (nanos - before.getOrDefault(id, 0L)) / 1_000_000, Long::sum);
        });
        return kinds;
    }

    private static Map<Long, Long> cpu() {
        Map<Long, Long> each = new TreeMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            each.put(id, THREADS.getThreadCpuTime(id));
        }
        return each;
    }

    private static void print(String what, Map<String, Long> kinds) {
        long all = kinds.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("%s: %.1f %% of a core%n", what, all / (10.0 * IDLE_SECONDS));
        kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(10)
                .forEach(kind ->
                        System.out.printf("  %6.2f %%  %s%n", kind.getValue() / (10.0 * IDLE_SECONDS), kind.getKey()));
    }
}
