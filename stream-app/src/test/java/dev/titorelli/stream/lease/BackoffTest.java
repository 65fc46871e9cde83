package dev.titorelli.stream.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.Failure;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.row.JobRow;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static JobRow job(int index, int attempt) {
        return JobRow.newBuilder()
                .setJobId("acme/r1/image/" + index)
                .setStage("image")
                .setIndex(index)
                .setQueue("q")
                .setAttempt(attempt)
                .build();
    }

    private static Duration after(int attempt, String code) {
        return BACKOFF.after(job(0, attempt), new Failure(code, "", true));
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL, 1, 500, 1000",
        "INTERNAL, 2, 1000, 2000",
        "INTERNAL, 5, 8000, 16000",
        "INTERNAL, 900, 30000, 60000",
        "STORE_UNAVAILABLE, 1, 2000, 4000",
        "STORE_UNAVAILABLE, 3, 8000, 16000",
        "CODE_OF_A_LATER_VERSION, 1, 500, 1000",
        "WORKER_LOST, 1, 0, 0",
        "DRAINING, 3, 0, 0"
    })
    void doublesWithEachAttemptByTheClassOfTheFailure(String code, int attempt, long leastMs, long mostMs) {
        assertThat(after(attempt, code)).isBetween(Duration.ofMillis(leastMs), Duration.ofMillis(mostMs));
    }

    @Test
    void everyCodeThatIsTriedAgainHasAWaitOrNone() {
        for (FaultCode code : FaultCode.values()) {
            assertThat(after(1, code.name())).isLessThanOrEqualTo(Duration.ofSeconds(4));
        }
    }

    @Test
    void jobsThatFailedTogetherDoNotComeBackTogether() {
        Failure cause = new Failure("INTERNAL", "", true);
        Set<Duration> waits = IntStream.range(0, 100)
                .mapToObj(index -> BACKOFF.after(job(index, 1), cause))
                .collect(Collectors.toSet());

        assertThat(waits).hasSizeGreaterThan(50);
    }

    @Test
    void isTheSameWhenItIsAskedAgain() {
        assertThat(after(3, "INTERNAL")).isEqualTo(after(3, "INTERNAL"));
    }

    @Test
    void refusesALongestWaitThatIsShorterThanTheFirst() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("0 <= backoff <= longest");
    }
}
