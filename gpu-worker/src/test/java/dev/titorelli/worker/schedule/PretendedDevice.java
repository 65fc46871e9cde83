package dev.titorelli.worker.schedule;

import dev.titorelli.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Does what a scheduler says, in pretended time, and notes who waited how long. */
final class PretendedDevice {

    static final Duration SLICE = Duration.ofMillis(20);
    private static final int MAX_ROWS = 8;

    final Scheduler scheduler;
    final Map<String, Held> held = new LinkedHashMap<>();
    final Map<Lane, Long> laneNanos = new EnumMap<>(Lane.class);
    final Map<Integer, Long> bucketNanos = new TreeMap<>();
    final List<String> ended = new ArrayList<>();
    final Map<String, Long> longestGaps = new HashMap<>();
    long now;
    long longestSlice;
    private final Random random;
    private final Map<SliceKind, Double> speeds = new EnumMap<>(SliceKind.class);

    /** A job with what it still has to do. */
    static final class Held {
        final List<Work> works;
        LiveJob job;

        Held(LiveJob job, List<Work> works) {
            this.job = job;
            this.works = new ArrayList<>(works);
        }
    }

    PretendedDevice(double bulkShare, long seed) {
        random = new Random(seed);
        scheduler = new Scheduler(new ScheduleSettings(bulkShare, SLICE, 0.05, bucket -> MAX_ROWS), Jobs.costs());
        for (SliceKind kind : SliceKind.values()) {
            speeds.put(kind, Math.exp(random.nextGaussian()));
        }
    }

    void add(String id, Lane lane, int bucket, List<Work> works) {
        LiveJob.Terms terms = new LiveJob.Terms(now, LiveJob.NEVER, false);
        held.put(id, new Held(new LiveJob(id, lane, bucket, works.get(0), terms), works.subList(1, works.size())));
    }

    List<LiveJob> jobs() {
        return held.values().stream().map(held -> held.job).toList();
    }

    /** One turn; true while there was a slice. */
    boolean turn() {
        Decision decision = scheduler.next(now, jobs());
        decision.endings().forEach(ending -> held.remove(ending.job().id()));
        if (decision.slice().isEmpty()) {
            return false;
        }
        Slice slice = decision.slice().get();
        long nanos = nanos(slice);
        longestSlice = Math.max(longestSlice, nanos);
        slice.jobs().forEach(job -> longestGaps.merge(job.id(), now - job.waitingSince(), Math::max));
        now += nanos;
        scheduler.ran(slice, nanos);
        laneNanos.merge(slice.jobs().get(0).lane(), nanos, Long::sum);
        bucketNanos.merge(slice.bucket(), nanos, Long::sum);
        slice.jobs().forEach(job -> move(held.get(job.id()), slice));
        return true;
    }

    private void move(Held job, Slice slice) {
        Work left = left(job.job.work(), slice);
        if (left == null && job.works.isEmpty()) {
            held.remove(job.job.id());
            ended.add(job.job.id());
            return;
        }
        Work next = left == null ? job.works.remove(0) : left;
        LiveJob.Terms terms = new LiveJob.Terms(now, LiveJob.NEVER, false);
        job.job = new LiveJob(job.job.id(), job.job.lane(), job.job.bucket(), next, terms);
    }

    private static Work left(Work work, Slice slice) {
        if (slice instanceof Slice.Part part) {
            Work.Pass pass = part.pass();
            return part.to() == pass.units() ? null : new Work.Pass(pass.kind(), pass.size(), part.to(), pass.units());
        }
        Work.Steps steps = (Work.Steps) work;
        return steps.left() == 1 ? null : new Work.Steps(steps.left() - 1, steps.rows());
    }

    /** The true time: arithmetic at a speed that the scheduler has to find out, with noise and a rare outlier. */
    private long nanos(Slice slice) {
        double noise = Math.exp(0.1 * random.nextGaussian()) * (random.nextInt(100) == 0 ? 5 : 1);
        if (slice instanceof Slice.Part part) {
            double units = (part.to() - part.from()) * (double) part.pass().size();
            double nanos = part.pass().kind() == SliceKind.DECODE ? units * 20 : units * 6_000;
            return 1 + (long) (nanos * noise * speeds.get(part.pass().kind()));
        }
        double tokens = ((Slice.Step) slice)
                .rows().stream().mapToDouble(Jobs.SIZES::work).sum();
        return 1 + (long) (tokens * 20_000 * noise * speeds.get(SliceKind.STEP));
    }
}
