package dev.titorelli.worker.take;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.TestJobs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JobMemoryTest {

    private static final QueueName SMALL = QueueName.parse("m.tokens-4");
    private static final QueueName LARGE = QueueName.parse("m.tokens-16");

    private final FakePainter painter = new FakePainter(() -> {});
    private final JobNeeds needs = new JobNeeds(painter);

    @Test
    void neverCountsMoreThanTheBoundWhateverComesAndGoes() {
        long bound = 3 * needs.worstCase(16);
        JobMemory memory = serving(new MemoryBound(bound, true));
        Random random = new Random(3);
        Deque<Long> waiting = new ArrayDeque<>();
        for (int i = 0; i < 500; i++) {
            waiting.add(memory.needed(job(random.nextInt(2000), 1 + random.nextInt(4))));
        }
        Deque<Runnable> held = new ArrayDeque<>();
        int admitted = 0;
        while (!waiting.isEmpty()) {
            Optional<Runnable> release = memory.admit(job(1, 1), waiting.peek());
            if (release.isPresent()) {
                waiting.remove();
                held.add(release.get());
                admitted++;
            } else {
                held.remove().run(); // nothing but an end makes room
            }
            assertThat(memory.used()).isLessThanOrEqualTo(bound);
            assertThat(memory.used() + painter.prefixBytes()).isEqualTo(bound);
        }
        held.forEach(Runnable::run);
        assertThat(admitted).isEqualTo(500);
        assertThat(memory.used()).isZero();
    }

    @Test
    void admitsWhatAQueueHasRoomFor() {
        JobMemory memory = serving(new MemoryBound(4 * needs.worstCase(16), true));
        int room = memory.room(LARGE);
        assertThat(room).isEqualTo(4);
        for (int i = 0; i < room; i++) {
            assertThat(memory.room(LARGE)).isEqualTo(room - i);
            assertThat(memory.admit(job(1, 1), needs.worstCase(16))).isPresent();
        }
        assertThat(memory.room(LARGE)).isZero();
        assertThat(memory.admit(job(1, 1), needs.worstCase(16))).isEmpty();
    }

    @Test
    void countsAJobsAdapterWithIt() {
        Job job = job(3, 1);
        Job adapted = Job.newBuilder(job).setAdapterValues(1000).build();

        assertThat(needs.of(adapted)).isEqualTo(needs.of(job) + 1000 * Float.BYTES);
    }

    @Test
    void countsAJobsOwnBytesOnceItIsTaken() {
        JobMemory memory = serving(new MemoryBound(2 * needs.worstCase(16), true));
        Job small = job(3, 1);
        assertThat(memory.needed(small)).isLessThan(needs.worstCase(4) / 10);
        memory.admit(small, memory.needed(small));
        assertThat(memory.room(LARGE)).isEqualTo(1);
        assertThat(memory.used()).isEqualTo(memory.needed(small));
    }

    @Test
    void bulkLeavesTheMemoryOfTheLargestInteractiveJobAlone() {
        long largest = needs.worstCase(16);
        JobMemory memory = serving(new MemoryBound(2 * largest, true));
        assertThat(memory.admit(bulk(), largest)).isPresent();
        assertThat(memory.admit(bulk(), 1)).isEmpty();
        assertThat(memory.admit(job(1, 1), largest)).isPresent();
    }

    @Test
    void bulkHasAllOfAMemoryThatIsTooSmallForTwo() {
        JobMemory memory = serving(new MemoryBound(needs.worstCase(16), true));
        assertThat(memory.admit(bulk(), needs.worstCase(16))).isPresent();
    }

    private static Job bulk() {
        return Job.newBuilder(job(1, 1)).setLane(Lane.BULK).build();
    }

    @Test
    void servesNoQueueWhoseLargestJobIsAboveWhatWasSet() {
        JobMemory memory = new JobMemory(new MemoryBound(needs.worstCase(4), true), painter);
        assertThat(memory.refusal(SMALL)).isEmpty();
        assertThat(memory.refusal(LARGE).orElseThrow()).contains("m.tokens-16", "worker.memory.mib");
    }

    @Test
    void servesEveryQueueWithAJobAtATimeWhenTheMachineDecides() {
        JobMemory memory = serving(new MemoryBound(needs.worstCase(4) / 2, false));
        assertThat(memory.refusal(LARGE)).isEmpty();
        assertThat(memory.room(LARGE)).isEqualTo(1);
        memory.admit(job(1, 1), 1);
        assertThat(memory.room(LARGE)).isZero();
    }

    @Test
    void takesHalfOfTheMachineWithoutTheWeights() {
        assertThat(MemoryBound.ofMachine(1000, 100)).isEqualTo(new MemoryBound(400, false));
        assertThat(MemoryBound.ofMachine(1000, 900)).isEqualTo(new MemoryBound(125, false));
    }

    private JobMemory serving(MemoryBound bound) {
        JobMemory memory = new JobMemory(bound, painter);
        memory.serve(List.of(SMALL, LARGE));
        return memory;
    }

    /** A fake's prefix has a token a character. */
    private static Job job(int prefixTokens, int side) {
        return Job.newBuilder(TestJobs.aJob())
                .setPrompt("x".repeat(prefixTokens))
                .setWidthPx(16 * side)
                .setHeightPx(16 * side)
                .build();
    }
}
