package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.TestJobs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Jobs that share whatever they like, in any order, against what they really have. */
final class SharingMixTest {

    private static final long BOUND = 10_000;
    private static final int TURNS = 150;

    private final FakePainter painter = new FakePainter(() -> {});

    /** What a job has: memory of its own, and pieces that others may have. */
    private static final class Held {
        private final Job job = TestJobs.aJob();
        private final Map<String, Long> pieces = new HashMap<>();
        private final long counted;
        private long own;
        private final Runnable release;

        Held(long counted, JobMemory memory) {
            this.counted = counted;
            this.own = counted;
            this.release = memory.admit(job, counted).orElse(null);
        }
    }

    @Property(tries = 100)
    void countsWhatIsThereAndNeverMoreThanTheBound(@ForAll long seed) {
        JobMemory memory = new JobMemory(new MemoryBound(BOUND, true), painter);
        Random random = new Random(seed);
        List<Held> held = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            turn(random, memory, held);
            assertThat(memory.used()).isEqualTo(there(held)).isBetween(0L, BOUND);
            assertThat(painter.prefixBytes()).isEqualTo(BOUND - there(held));
            assertThat(painter.held()).isEqualTo(pieces(held).keySet());
        }
        held.forEach(one -> one.release.run());
        assertThat(memory.used()).isZero();
        assertThat(painter.held()).isEmpty();
    }

    private void turn(Random random, JobMemory memory, List<Held> held) {
        if (held.isEmpty() || random.nextInt(3) == 0) {
            long free = memory.bound() - memory.used();
            Held one = new Held(random.nextInt(4_000), memory);
            assertThat(one.release != null).isEqualTo(one.counted <= free);
            if (one.release != null) {
                held.add(one);
            }
        } else if (random.nextInt(4) == 0) {
            Held gone = held.remove(random.nextInt(held.size()));
            gone.release.run();
            painter.uses(gone.job, "late", 1); // of a job that is held no more
        } else {
            share(held.get(random.nextInt(held.size())), random.nextInt(5));
        }
    }

    /** A piece that is more than what is left of the job, or that it has already, changes nothing. */
    private void share(Held one, int piece) {
        String name = "piece " + piece;
        long bytes = 400L * piece;
        painter.uses(one.job, name, bytes);
        if (!one.pieces.containsKey(name) && bytes <= one.own) {
            one.pieces.put(name, bytes);
            one.own -= bytes;
        }
    }

    private static long there(List<Held> held) {
        return held.stream().mapToLong(one -> one.own).sum()
                + pieces(held).values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> pieces(List<Held> held) {
        Map<String, Long> all = new HashMap<>();
        held.forEach(one -> all.putAll(one.pieces));
        return all;
    }
}
