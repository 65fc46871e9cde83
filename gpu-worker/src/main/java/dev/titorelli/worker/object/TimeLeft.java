package dev.titorelli.worker.object;

import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** The time that one call of the store has for all its requests. */
final class TimeLeft {

    private final Duration whole;
    private final long start = System.nanoTime();

    private TimeLeft(Duration whole) {
        this.whole = whole;
    }

    static TimeLeft of(Duration whole) {
        return new TimeLeft(whole);
    }

    /**
     * For the next request: it may take what is left.
     *
     * @throws ApiCallTimeoutException when nothing is left
     */
    AwsRequestOverrideConfiguration forRequest() {
        Duration left = whole.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
            throw ApiCallTimeoutException.builder()
                    .message("no answer within " + whole.toMillis() + " ms")
                    .build();
        }
        return AwsRequestOverrideConfiguration.builder().apiCallTimeout(left).build();
    }
}
