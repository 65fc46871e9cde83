package dev.titorelli.stream.request;

import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.TestStore;
import dev.titorelli.stream.row.TimeMarks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a tick costs with very many timers, on the store that the topology has: processor time, which other programs do not
 * change. Run by hand; no test.
 */
final class TimersBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int DUE_AT_ONCE = 1_000;

    private final int timers;
    private final Room room;
    private final DueTimers due;
    private long nowMs = 1;

    private TimersBench(int timers, TestStore store) {
        this.timers = timers;
        room = new Room(
                new RequestRows(store.rows()),
                new JobRows(store.rows()),
                new Timers(new TimeMarks(store.rows(), "timer")),
                new EndedRequests(store.rows()),
                (to, key, value, traceparent) -> {},
                null,
                RequestSettings.of(null, LeaseSettings.DEFAULTS, RetentionSettings.DEFAULTS),
                () -> nowMs,
                0);
        due = new DueTimers(room, null, null, null, new TickTime(room.settings().tickTime()));
    }

    /** Prints milliseconds of ticks of the processor's time; takes the number of timers, a million by default. */
    public static void main(String[] arguments) throws IOException {
        int timers = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("timers-bench");
        try (TestStore store = TestStore.persistent(folder)) {
            TimersBench bench = new TimersBench(timers, store);
            bench.fill();
            bench.measure();
        }
    }

    /** A cancel and its timer, one every millisecond from far ahead on. */
    private void fill() {
        long keptMs = room.settings().earlyCancelRetention().toMillis();
        for (int i = 0; i < timers; i++) {
            String request = "acme/request-" + i;
            room.requests().earlyCancels().put(request, new EarlyCancelRow("", (long) i));
            room.timers().set(new Timer(keptMs + i, Purpose.DROP_CANCEL, request));
        }
    }

    private void measure() {
        long keptMs = room.settings().earlyCancelRetention().toMillis();
        nowMs = keptMs - 1;
        print("none of %,d due".formatted(timers), ticks(200, 0));
        print("%,d due each".formatted(DUE_AT_ONCE), ticks(200, DUE_AT_ONCE));
        nowMs = keptMs + timers;
        int ticks = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        double longest = 0;
        while (!room.timers().due(nowMs, 1).isEmpty()) {
            longest = Math.max(longest, tick());
            ticks++;
        }
        System.out.printf(
                "the rest at once: %d ticks, longest %.1f ms, %.1f s in all%n",
                ticks, longest, (THREADS.getCurrentThreadCpuTime() - start) / 1e9);
    }

    private double[] ticks(int count, int stepMs) {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            nowMs += stepMs;
            millis[i] = tick();
        }
        Arrays.sort(millis);
        return millis;
    }

    private double tick() {
        long start = THREADS.getCurrentThreadCpuTime();
        due.fire();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static void print(String what, double[] sorted) {
        System.out.printf(
                "%s: median %.2f ms, longest %.2f ms of %d ticks%n",
                what, sorted[sorted.length / 2], sorted[sorted.length - 1], sorted.length);
    }
}
