package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class LostTransactionsTest {

    private final Throwable lost = new StreamsException("commit", new InvalidTxnStateException("ended"));

    private final LostTransactions transactions = new LostTransactions(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void forgivesATransactionThatTheBrokerGaveUp() {
        assertThat(transactions.forgive(lost)).isTrue();
    }

    @Test
    void forgivesNoOtherError() {
        assertThat(transactions.forgive(new StreamsException("commit", new IllegalStateException("bug"))))
                .isFalse();
    }

    @Test
    void forgivesNotForEver() {
        for (int i = 0; i < 5; i++) {
            assertThat(transactions.forgive(lost)).isTrue();
        }

        assertThat(transactions.forgive(lost)).isFalse();
    }
}
