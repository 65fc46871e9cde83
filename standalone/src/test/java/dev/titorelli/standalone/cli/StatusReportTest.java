package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.standalone.client.QueriedRequest;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private final RecordingTerminal terminal = new RecordingTerminal();

    @Test
    void tellsThePlaceOfAJobThatWaits() {
        print("\"position\": 7, \"estimatedStartMs\": 40000, \"placedAt\": \"2026-01-31T12:00:05.123Z\"");

        assertThat(terminal.out())
                .contains("  image/0 enqueued, 7 jobs ahead, starts in about 40 s (told 2026-01-31T12:00:05Z)\n");
    }

    @Test
    void tellsThePlaceOfAJobWhoseStartNobodyCanTell() {
        print("\"position\": 7, \"estimatedStartMs\": null, \"placedAt\": \"2026-01-31T12:00:05Z\"");

        assertThat(terminal.out()).contains("  image/0 enqueued, 7 jobs ahead (told 2026-01-31T12:00:05Z)\n");
    }

    @Test
    void tellsThatNoWorkerServesTheQueue() {
        print("\"unserved\": true");

        assertThat(terminal.out()).contains("  image/0 enqueued, no live worker serves its queue\n");
    }

    @Test
    void tellsNoPlaceOfAJobThatHasNone() {
        print("\"attempt\": 1");

        assertThat(terminal.out()).contains("  image/0 enqueued\n");
    }

    private void print(String place) {
        try {
            new StatusReport(terminal.terminal())
                    .print(new QueriedRequest(new ObjectMapper()
                            .readTree(
                                    """
                    {"tenant": "t", "requestId": "r", "state": "QUEUED", "sequence": 2, "jobs": 1, "jobsDone": 0,
                     "acceptedAt": "2026-01-31T12:00:00Z",
                     "unfinishedJobs": [{"stage": "image", "index": 0, "attempt": 1, "state": "ENQUEUED", %s}]}
                    """
                                            .formatted(place))));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
