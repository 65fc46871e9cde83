package dev.titorelli.standalone.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.Ledger;
import org.junit.jupiter.api.Test;

class RoundTest {

    private static final JobMix.Part PART = JobMix.parse("64x64").parts().get(0);
    private static final Ledger LEDGER = Ledger.newBuilder().build();

    @Test
    void aJobsTimeBeginsWhenItCameAlsoIfItWasWrittenLater() {
        Round round = new Round();
        round.sent(PART, 1_000_000_000L, job("a"));
        round.ended("a", 3_500_000_000L, LEDGER);

        assertThat(round.all()).extracting(Round.Ended::seconds).containsExactly(2.5);
    }

    @Test
    void theFirstPictureOfAJobCounts() {
        Round round = new Round();
        round.sent(PART, 0, job("a"));
        round.ended("a", 1_000_000_000L, LEDGER);
        round.ended("a", 9_000_000_000L, LEDGER);

        assertThat(round.seconds()).isEqualTo(1);
    }

    @Test
    void aJobThatWasGivenBackComesAgainAsItsNextAttempt() {
        Round round = new Round();
        round.sent(PART, 0, job("a"));

        assertThat(round.next("a").getAttempt()).isEqualTo(2);
        assertThat(round.next("a").getAttempt()).isEqualTo(3);
        assertThat(round.returned()).isEqualTo(2);
    }

    private static Job job(String id) {
        return Job.newBuilder()
                .setJobId(id)
                .setTenant("bench")
                .setRequestId(id)
                .setStage("image")
                .build();
    }
}
