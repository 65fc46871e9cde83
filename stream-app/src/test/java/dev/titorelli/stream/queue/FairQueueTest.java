package dev.titorelli.stream.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue queue = new FairQueue(new QueueLimits(10, 3, 1, Duration.ofSeconds(2)), tenant -> 1);

    @Test
    void releasesJustAheadOfTheRoom() {
        enqueue("acme", 5);

        assertThat(names(queue.release(1, 0))).containsExactly("acme-0", "acme-1");
        assertThat(queue.release(1, 0)).isEmpty();
    }

    @Test
    void aStartMakesRoomForTheNextRelease() {
        enqueue("acme", 5);
        queue.release(0, 0);
        queue.started("acme-0", 0);

        assertThat(names(queue.release(0, 0))).containsExactly("acme-1");
    }

    @Test
    void releasesFurtherAheadTheFasterJobsStart() {
        FairQueue free = new FairQueue(QueueLimits.NONE, tenant -> 1);
        for (int i = 0; i < 200; i++) {
            free.enqueue(new WaitingJob("job-" + i, "acme", 1, 100));
        }
        for (int started = 0; started < 100; started++) {
            free.release(0, 0);
            free.started("job-" + started, 0);
        }
        free.release(0, 0);

        assertThat(free.unstarted())
                .as("7 starts a second of late, a horizon of 1 s")
                .isEqualTo(7);
    }

    @Test
    void holdsATenantToItsLimitInFlight() {
        enqueue("acme", 5);

        assertThat(queue.release(100, 0)).hasSize(3);
        queue.started("acme-0", 0);
        assertThat(queue.release(100, 0)).isEmpty();
        queue.ended("acme-0", 100);
        assertThat(queue.release(100, 0)).hasSize(1);
    }

    @Test
    void admitsAStageWholeOrNotAtAll() {
        enqueue("acme", 8);

        assertThat(queue.admits("acme", 2)).isTrue();
        assertThat(queue.admits("acme", 3)).isFalse();
        assertThat(queue.admits("other", 10)).isTrue();
    }

    @Test
    void aRetriedJobGoesFirst() {
        enqueue("acme", 3);
        WaitingJob first = queue.release(0, 0).get(0);
        queue.started(first.jobId(), 0);
        queue.retry(new WaitingJob(first.jobId(), "acme", 2, 100));

        assertThat(queue.release(0, 0)).containsExactly(new WaitingJob("acme-0", "acme", 2, 100));
    }

    @Test
    void aWithdrawnJobIsNotReleased() {
        enqueue("acme", 2);

        assertThat(queue.withdraw(new WaitingJob("acme-0", "acme", 1, 100))).isTrue();
        assertThat(names(queue.release(5, 0))).containsExactly("acme-1");
        assertThat(queue.withdraw(new WaitingJob("acme-1", "acme", 1, 100))).isFalse();
    }

    @Test
    void aPausedTenantWaitsAndOthersGo() {
        enqueue("acme", 1);
        enqueue("other", 1);
        queue.pauses().pause("acme");

        assertThat(names(queue.release(5, 0))).containsExactly("other-0");
        queue.pauses().resume("acme");
        assertThat(names(queue.release(5, 0))).containsExactly("acme-0");
    }

    @Test
    void aPausedQueueReleasesNothing() {
        enqueue("acme", 1);
        queue.pauses().pauseAll();

        assertThat(queue.release(5, 0)).isEmpty();
        queue.pauses().resumeAll();
        assertThat(queue.release(5, 0)).hasSize(1);
    }

    @Test
    void purgesATenantsBacklog() {
        enqueue("acme", 2);

        assertThat(names(queue.purge("acme"))).containsExactly("acme-0", "acme-1");
        assertThat(queue.release(5, 0)).isEmpty();
    }

    @Test
    void tellsTheBacklogInDeviceTime() {
        enqueue("acme", 4);
        queue.release(0, 0);

        assertThat(queue.backlogMs()).containsOnlyKeys("acme").containsValue(300L);
    }

    @Test
    void whatAJobReallyTookCounts() {
        for (int i = 0; i < 4; i++) {
            enqueue("acme", 3);
        }
        enqueue("other", 3);
        WaitingJob first = queue.release(0, 0).get(0);
        assertThat(first.tenant()).isEqualTo("acme");
        queue.started(first.jobId(), 0);
        queue.ended(first.jobId(), 300);

        assertThat(names(queue.release(2, 0))).containsExactly("other-0", "other-1", "other-2");
    }

    private void enqueue(String tenant, int jobs) {
        for (int i = 0; i < jobs; i++) {
            queue.enqueue(new WaitingJob(tenant + "-" + i, tenant, 1, 100));
        }
    }

    private static List<String> names(List<WaitingJob> jobs) {
        return jobs.stream().map(WaitingJob::jobId).toList();
    }
}
