package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueuePlaceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 400; next in its queue, starts in a moment",
                "1; 2400; 1 job ahead, starts in about 2 s",
                "7; 40123; 7 jobs ahead, starts in about 40 s",
                "12; 59700; 12 jobs ahead, starts in about 1 min",
                "3000; 3540000; 3000 jobs ahead, starts in about 59 min",
                "9000; 7300000; 9000 jobs ahead, starts in about 2 h",
                "90000; 260000000; 90000 jobs ahead, starts in about 3 days"
            })
    void tellsPlaceAndStart(long ahead, long startMs, String words) {
        assertThat(new QueuePlace(ahead, startMs).words()).isEqualTo(words);
    }

    @Test
    void tellsWhatIsKnownAlone() {
        assertThat(new QueuePlace(7L, null).words()).isEqualTo("7 jobs ahead");
        assertThat(new QueuePlace(null, 40_000L).words()).isEqualTo("starts in about 40 s");
        assertThat(new QueuePlace(null, null).words()).isEmpty();
    }

    @Test
    void tellsInWordsThatNoWorkerIsThere() {
        assertThat(QueuePlace.waitingFor("NO_CAPACITY")).isEqualTo("no live worker serves its queue");
        assertThat(QueuePlace.waitingFor("OTHER")).isEqualTo("OTHER");
    }
}
