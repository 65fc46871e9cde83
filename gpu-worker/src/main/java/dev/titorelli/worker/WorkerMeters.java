package dev.titorelli.worker;

import dev.titorelli.Ledger;
import dev.titorelli.identity.QueueName;
import dev.titorelli.metrics.MetricKeys;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.batch.DevicePulse;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.batch.StepCost;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.RunTally;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.take.JobMemory;
import dev.titorelli.worker.take.TakeDesk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts what a worker does. Every series is there from the start, so that a rate has a beginning. */
final class WorkerMeters implements RunTally {

    private final MeterRegistry meters;
    private final Map<Turn, Counter> turns = new EnumMap<>(Turn.class);
    private final Map<String, Timer> phases;
    private final Counter letters;

    WorkerMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Turn turn : Turn.values()) {
            turns.put(turn, meters.counter(MetricKeys.WORKER_JOBS.name(), "what", lower(turn)));
        }
        this.phases = Stream.of("queue", "fetch", "encode", "prefill", "step", "decode", "upload")
                .collect(Collectors.toMap(Function.identity(), this::phase));
        this.letters = meters.counter(MetricKeys.DEAD_LETTERS.name(), "topic", Topics.JOB_DLQ.noun());
    }

    /** Shows what the worker's memory is used for, and what its kept prefixes are worth. */
    void watch(JobMemory memory, Painter painter) {
        bytes("bound", memory, JobMemory::bound);
        bytes("jobs", memory, JobMemory::used);
        bytes("prefixes", painter, at -> at.keptPrefixes().bytes());
        Gauge.builder(MetricKeys.NATIVE_ARRAYS.name(), painter, Painter::nativeArrays)
                .register(meters);
        lookups("hit", painter, at -> at.keptPrefixes().hits());
        lookups("miss", painter, at -> at.keptPrefixes().misses());
        FunctionCounter.builder(
                        MetricKeys.PREFIX_SAVED.name(),
                        painter,
                        at -> at.keptPrefixes().savedNanos() / 1e9)
                .baseUnit("seconds")
                .register(meters);
    }

    private <T> void bytes(String what, T source, ToDoubleFunction<T> value) {
        Gauge.builder(MetricKeys.MEMORY.name(), source, value).tag("what", what).register(meters);
    }

    private <T> void lookups(String result, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(MetricKeys.PREFIX_LOOKUPS.name(), source, value)
                .tag("result", result)
                .register(meters);
    }

    private void watchSlices(DevicePulse pulse) {
        for (SliceKind kind : SliceKind.values()) {
            FunctionCounter.builder(
                            MetricKeys.DEVICE_TIME.name(),
                            pulse,
                            at -> at.timeOf(kind).toNanos() / 1e9)
                    .tag("slice", lower(kind))
                    .baseUnit("seconds")
                    .register(meters);
        }
    }

    /** Counts the steps of each served bucket. */
    private void watchSteps(TakeDesk desk, DevicePulse pulse) {
        Map<Integer, Timer> times = new TreeMap<>();
        Map<Integer, DistributionSummary> rows = new TreeMap<>();
        desk.queues().stream().map(QueueName::tokens).distinct().forEach(bucket -> {
            String tag = Integer.toString(bucket);
            times.put(bucket, meters.timer(MetricKeys.STEP_TIME.name(), "bucket", tag));
            rows.put(bucket, rows(tag));
            Gauge.builder(MetricKeys.STEP_PAYING.name(), pulse, at -> payingRows(at, bucket))
                    .tag("bucket", tag)
                    .register(meters);
        });
        pulse.tally((bucket, together, nanos) -> {
            if (times.containsKey(bucket)) {
                times.get(bucket).record(nanos, TimeUnit.NANOSECONDS);
                rows.get(bucket).record(together);
            }
        });
    }

    private DistributionSummary rows(String bucket) {
        return DistributionSummary.builder(MetricKeys.STEP_ROWS.name())
                .tag("bucket", bucket)
                .serviceLevelObjectives(1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
                .register(meters);
    }

    private static int payingRows(DevicePulse pulse, int bucket) {
        return pulse.stepCost(bucket).map(StepCost::payingRows).orElse(0);
    }

    /** Shows how the worker stands whenever somebody looks. */
    void watch(TakeDesk desk, HeldRuns held, DevicePulse pulse) {
        watchSteps(desk, pulse);
        watchSlices(pulse);
        for (QueueName queue : desk.queues()) {
            Gauge.builder(MetricKeys.WORKER_ROOM.name(), desk, at -> at.room(queue))
                    .tag("queue", queue.toString())
                    .register(meters);
        }
        Gauge.builder(MetricKeys.WORKER_HELD.name(), held, at -> at.held().size())
                .register(meters);
        Gauge.builder(MetricKeys.HEARTBEAT_AGE.name(), desk, at -> seconds(at.heartbeatAge()))
                .register(meters);
        FunctionCounter.builder(MetricKeys.DEVICE_BUSY.name(), pulse, at -> seconds(at.busyTime()))
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public void count(Turn turn) {
        turns.get(turn).increment();
    }

    @Override
    public void cost(Ledger ledger) {
        took("queue", ledger.getQueueMs());
        took("fetch", ledger.getFetchMs());
        if (!ledger.getReused()) {
            painting(ledger);
        }
    }

    private void painting(Ledger ledger) {
        took("encode", ledger.getEncodeMs());
        took("prefill", ledger.getPrefillMs());
        took("step", ledger.getStepMs());
        took("decode", ledger.getDecodeMs());
        took("upload", ledger.getUploadMs());
    }

    @Override
    public void deadLetter() {
        letters.increment();
    }

    private Timer phase(String phase) {
        return meters.timer(MetricKeys.WORKER_PHASES.name(), "phase", phase);
    }

    private void took(String phase, long ms) {
        phases.get(phase).record(ms, TimeUnit.MILLISECONDS);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
