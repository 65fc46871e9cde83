package dev.titorelli.standalone.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Processor time of this process by who spent it, told from the names of the threads that live now.
 *
 * @param all of the process
 * @param byRole of that, what each role's threads took; the rest is the virtual machine's own
 */
public record CpuSeconds(double all, Map<Role, Double> byRole) {

    private static final double NANOS = 1e9;

    /** Who spends time in this process. */
    public enum Role {
        /** The threads that process records, of Kafka Streams. */
        STREAM_THREADS,
        /** The senders and other helpers of the application's clients. */
        APP_CLIENTS,
        /** An embedded broker. */
        BROKER,
        /** Those who send, answer and look on. */
        BENCH;

        static Role of(String thread) {
            if (thread.contains("-StreamThread-") && !thread.contains("|")) {
                return STREAM_THREADS;
            }
            if (thread.contains("stream-app") || (thread.contains("pass-through") && !thread.endsWith("reader"))) {
                return APP_CLIENTS;
            }
            boolean isBenchs = thread.equals("main")
                    || thread.startsWith("fake-worker")
                    || thread.equals("event-watch")
                    || thread.endsWith("-reader")
                    || thread.startsWith("kafka-producer-network-thread");
            return isBenchs ? BENCH : BROKER;
        }
    }

    static CpuSeconds now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Role, Double> byRole = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            byRole.put(role, 0.0);
        }
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            long nanos = thread == null ? 0 : Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            if (nanos > 0) {
                byRole.merge(Role.of(thread.getThreadName()), nanos / NANOS, Double::sum);
            }
        }
        Duration all = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new CpuSeconds(all.toNanos() / NANOS, byRole);
    }

    CpuSeconds since(CpuSeconds before) {
        Map<Role, Double> spent = new EnumMap<>(Role.class);
        byRole.forEach((role, seconds) -> spent.put(role, Math.max(0, seconds - before.of(role))));
        return new CpuSeconds(all - before.all, spent);
    }

    /** Of one role. */
    public double of(Role role) {
        return byRole.get(role);
    }

    /** The compilers and the garbage collector of the virtual machine, and RocksDB's threads. */
    double ofTheMachine() {
        return Math.max(
                0,
                all - byRole.values().stream().mapToDouble(Double::doubleValue).sum());
    }
}
