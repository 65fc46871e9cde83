package dev.titorelli.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.standalone.bench.BenchResult.Latency;
import dev.titorelli.standalone.bench.RequestTimes.Moment;
import org.junit.jupiter.api.Test;

class RequestTimesTest {

    private static final long MS = 1_000_000;

    private final Rounds rounds = new Rounds();
    private final RequestTimes times = rounds.begin("some", 100);

    @Test
    void addsWhatTheStreamAppTakesAndLeavesOutTheWorker() {
        RequestTimes one = rounds.begin("one", 1);
        note("one-0", 1, 31, 5_031, 5_051);

        assertThat(one.addedMs()).containsExactly(50.0);
        assertThat(one.seconds()).isCloseTo(5.05, within(1e-9));
    }

    @Test
    void countsTheFirstSightAlone() {
        note("some-3", 1, 2, 3, 4);
        rounds.note("some-3", Moment.END_SEEN, 900 * MS);

        assertThat(times.ended()).isEqualTo(1);
    }

    @Test
    void tellsPercentilesByNearestRank() {
        for (int request = 0; request < 100; request++) {
            note("some-" + request, 1, 1 + request, 500, 501);
        }

        Latency latency = Latency.of(50, 7, times);

        assertThat(latency.p50Ms()).isEqualTo(50);
        assertThat(latency.p99Ms()).isEqualTo(99);
        assertThat(latency.maxMs()).isEqualTo(100);
    }

    private void note(String request, long sent, long job, long outcome, long end) {
        rounds.note(request, Moment.REQUEST_SENT, sent * MS);
        rounds.note(request, Moment.JOB_SEEN, job * MS);
        rounds.note(request, Moment.OUTCOME_SENT, outcome * MS);
        rounds.note(request, Moment.END_SEEN, end * MS);
    }
}
