package dev.titorelli.stream.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FairQueuePropertiesTest {

    @Property(tries = 40)
    void tenantsWithWorkGetTheirSharesWithinTwoPercentOfAThousandJobs(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 8) Integer> weights, @ForAll long seed) {
        Random random = new Random(seed);
        FairQueue queue = new FairQueue(QueueLimits.NONE, tenant -> weights.get(Integer.parseInt(tenant)));
        for (int tenant = 0; tenant < weights.size(); tenant++) {
            for (int i = 0; i < 1_000; i++) {
                queue.enqueue(new WaitingJob(tenant + "/" + i, "" + tenant, 1, 500 + random.nextInt(4_500)));
            }
        }
        double[] got = new double[weights.size()];
        queue.release(999, 0).forEach(job -> got[Integer.parseInt(job.tenant())] += job.deviceMs());
        double all = 0;
        for (double ms : got) {
            all += ms;
        }
        double sum = weights.stream().mapToInt(Integer::intValue).sum();
        for (int tenant = 0; tenant < got.length; tenant++) {
            assertThat(got[tenant] / all).isCloseTo(weights.get(tenant) / sum, within(0.02));
        }
    }

    @Property(tries = 3)
    void aFloodDelaysOneJobByLessThanTwoJobsTime(@ForAll @IntRange(min = 0, max = 5_000) int before) {
        FairQueue queue = new FairQueue(new QueueLimits(1_000_000, 1_000_000, 1, Duration.ZERO), tenant -> 1);
        for (int i = 0; i < 100_000; i++) {
            queue.enqueue(new WaitingJob("flood/" + i, "flood", 1, 1_000));
        }
        for (int i = 0; i < before; i++) {
            queue.release(0, i).forEach(job -> queue.started(job.jobId(), 0));
        }
        queue.enqueue(new WaitingJob("person/0", "person", 1, 1_000));
        long ahead = 0;
        for (WaitingJob job : queue.release(10, before)) {
            if (job.tenant().equals("person")) {
                break;
            }
            ahead += job.deviceMs();
        }
        assertThat(ahead).isLessThan(2 * 1_000);
    }

    /** Credits that outlive a process keep the shares; without them each start would be a new beginning. */
    @Property(tries = 20)
    void sharesHoldThoughTheProcessStopsAgainAndAgain(
            @ForAll @IntRange(min = 1, max = 8) int weight, @ForAll @IntRange(min = 1, max = 20) int between) {
        QueueLimits oneAhead = new QueueLimits(10_000, 10_000, 1, Duration.ZERO);
        QueuePolicy policy = QueuePolicy.of(oneAhead).withWeights(Map.of("heavy", (double) weight));
        FairQueue queue = new FairQueue(policy);
        for (int i = 0; i < 1_000; i++) {
            queue.enqueue(new WaitingJob("heavy/" + i, "heavy", 1, 1_000));
            queue.enqueue(new WaitingJob("light/" + i, "light", 1, 1_000));
        }
        int heavy = 0;
        for (int released = 0; released < 900; released += between) {
            for (int i = 0; i < between; i++) {
                WaitingJob job = queue.release(0, 0).get(0);
                queue.started(job.jobId(), 0);
                heavy += job.tenant().equals("heavy") ? 1 : 0;
            }
            queue = restarted(queue, policy);
        }
        int all = (900 + between - 1) / between * between;
        assertThat((double) heavy / all).isCloseTo(weight / (weight + 1.0), within(0.02));
    }

    private static FairQueue restarted(FairQueue before, QueuePolicy policy) {
        FairQueue after = new FairQueue(policy);
        after.restore(before.credits());
        for (String tenant : before.waitingTenants()) {
            before.backlog(tenant, Integer.MAX_VALUE).forEach(job -> after.restore(job, false));
        }
        return after;
    }

    @Property(tries = 60)
    void isWorkConservingKeepsOrderAndLosesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        QueueLimits limits = new QueueLimits(1_000, 1 + random.nextInt(20), 1, Duration.ZERO);
        FairQueue queue = new FairQueue(limits, tenant -> 1 + tenant.length());
        Map<String, Deque<String>> waiting = new HashMap<>();
        Map<String, List<WaitingJob>> inFlight = new HashMap<>();
        List<WaitingJob> unstarted = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String tenant = "t".repeat(1 + random.nextInt(3));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    WaitingJob job = new WaitingJob("job-" + i, tenant, 1, 1 + random.nextInt(100));
                    queue.enqueue(job);
                    waiting.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(job.jobId());
                }
                case 2 -> {
                    if (!unstarted.isEmpty()) {
                        queue.started(unstarted.remove(0).jobId(), i);
                    }
                }
                default -> {
                    List<WaitingJob> of = inFlight.getOrDefault(tenant, new ArrayList<>());
                    if (!of.isEmpty()) {
                        WaitingJob job = of.remove(0);
                        unstarted.remove(job);
                        queue.ended(job.jobId(), job.deviceMs());
                    }
                }
            }
            int room = random.nextInt(5);
            for (WaitingJob job : queue.release(room, i)) {
                assertThat(waiting.get(job.tenant()).remove()).isEqualTo(job.jobId());
                inFlight.computeIfAbsent(job.tenant(), t -> new ArrayList<>()).add(job);
                unstarted.add(job);
            }
            assertThat(queue.unstarted()).isEqualTo(unstarted.size());
            boolean somebodyCouldGo = waiting.entrySet().stream()
                    .anyMatch(entry -> !entry.getValue().isEmpty()
                            && inFlight.getOrDefault(entry.getKey(), List.of()).size() < limits.inFlight());
            assertThat(unstarted.size() <= room && somebodyCouldGo)
                    .as("idle room")
                    .isFalse();
        }
    }
}
