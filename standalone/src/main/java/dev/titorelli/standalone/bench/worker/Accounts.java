package dev.titorelli.standalone.bench.worker;

import com.sun.management.OperatingSystemMXBean;
import dev.titorelli.standalone.bench.worker.Round.Ended;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.PartResult;
import dev.titorelli.standalone.bench.worker.WorkerBenchResult.Speed;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a round's pictures took. */
final class Accounts {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long cpuNanos = SYSTEM.getProcessCpuTime();
    private final long begun = System.nanoTime();

    private Accounts() {}

    /** Begins to count processor time and time. */
    static Accounts begin() {
        return new Accounts();
    }

    /** Of pictures that were made since the beginning. */
    Speed speed(int pictures) {
        return speed(pictures, (System.nanoTime() - begun) / 1e9);
    }

    /** Of a round, from its first job's arrival to its last picture. */
    Speed speed(Round round) {
        return speed(round.done(), round.seconds());
    }

    private Speed speed(int pictures, double seconds) {
        return new Speed(pictures / seconds, (SYSTEM.getProcessCpuTime() - cpuNanos) / 1e9 / pictures);
    }

    /** The parts of a round that had jobs. */
    static List<PartResult> parts(Round round, List<JobMix.Part> parts) {
        return parts.stream()
                .map(part -> part(
                        part,
                        round.all().stream()
                                .filter(ended -> ended.part().equals(part))
                                .toList()))
                .filter(result -> result.seconds().jobs() > 0)
                .toList();
    }

    /** Pictures that stepped together, at the mean over all. */
    static double rows(List<Ended> jobs) {
        return mean(jobs, ended -> ended.ledger().getRowsSeen());
    }

    private static PartResult part(JobMix.Part part, List<Ended> jobs) {
        return new PartResult(
                part.name(),
                Percentiles.of(jobs.stream().map(Ended::seconds).toList()),
                rows(jobs),
                mean(jobs, ended -> ended.ledger().getPrefillCached() ? 1 : 0),
                mean(jobs, ended -> ended.ledger().getDeviceMs() / 1e3));
    }

    private static double mean(List<Ended> jobs, ToDoubleFunction<Ended> number) {
        return jobs.stream().mapToDouble(number).average().orElse(0);
    }
}
