package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Progress;
import org.junit.jupiter.api.Test;

class StandingTest {

    @Test
    void isSentBeforeAnythingIsHeard() {
        assertThat(Standing.SENT.state()).isEqualTo("sent");
        assertThat(Standing.SENT.fraction()).isZero();
    }

    @Test
    void keepsTheNewestEventInWhateverOrderTheyCome() {
        Standing standing = Standing.SENT.after(event(EventKind.RUNNING, 3, 1)).after(event(EventKind.ACCEPTED, 1, 1));

        assertThat(standing.state()).isEqualTo("running");
    }

    @Test
    void countsTheStepsOfAllJobs() {
        Standing standing = Standing.SENT
                .after(event(EventKind.RUNNING, 3, 2))
                .after(progress("a", 1, 20, 20))
                .after(progress("b", 1, 10, 20));

        assertThat(standing.fraction()).isEqualTo(0.75, within(1e-9));
        assertThat(standing.detail()).isEqualTo("image 2 of 2, step 30 of 40");
    }

    @Test
    void countsAJobThatHasNotBegunAsNothing() {
        Standing standing = Standing.SENT.after(event(EventKind.RUNNING, 3, 4)).after(progress("a", 1, 20, 20));

        assertThat(standing.fraction()).isEqualTo(0.25, within(1e-9));
    }

    @Test
    void startsAJobAnewWithItsNextAttempt() {
        Standing standing = Standing.SENT
                .after(progress("a", 1, 19, 20))
                .after(progress("a", 2, 4, 20))
                .after(progress("a", 1, 20, 20));

        assertThat(standing.fraction()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void endsWithAFinalEvent() {
        assertThat(Standing.SENT.after(event(EventKind.RUNNING, 3, 1)).end()).isEmpty();
        assertThat(Standing.SENT.after(event(EventKind.EXPIRED, 4, 1)).end()).isPresent();
    }

    @Test
    void isFullOnceCompleted() {
        assertThat(Standing.SENT.after(event(EventKind.COMPLETED, 4, 3)).fraction())
                .isEqualTo(1);
    }

    @Test
    void tellsThePlaceInTheQueue() {
        Event queued = ((News.Told) event(EventKind.QUEUED, 2, 1)).event();
        queued.setPosition(7L);
        queued.setEstimatedStartMs(40_000L);

        assertThat(Standing.SENT.after(new News.Told(queued)).detail()).isEqualTo("7 jobs ahead, starts in about 40 s");
    }

    @Test
    void tellsWhyItWaits() {
        Event waiting = ((News.Told) event(EventKind.WAITING, 2, 1)).event();
        waiting.setReason("NO_CAPACITY");

        assertThat(Standing.SENT.after(new News.Told(waiting)).detail()).isEqualTo("no live worker serves its queue");
    }

    private static News event(EventKind kind, long sequence, int jobs) {
        return new News.Told(Event.newBuilder()
                .setTenant("t")
                .setRequestId("r")
                .setKind(kind)
                .setSequence(sequence)
                .setJobs(jobs)
                .build());
    }

    private static News progress(String job, int attempt, int step, int steps) {
        return new News.Stepped(Progress.newBuilder()
                .setTenant("t")
                .setRequestId("r")
                .setJobId(job)
                .setAttempt(attempt)
                .setStep(step)
                .setSteps(steps)
                .build());
    }
}
