package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.Event;
import org.junit.jupiter.api.Test;

class QueriedRequestTest {

    @Test
    void tellsThePlaceOfTheJobThatStartsFirst() {
        Event event = event("QUEUED", "{\"position\": 9, \"estimatedStartMs\": 900}, {\"position\": 4}, {}");

        assertThat(event.getPosition()).isEqualTo(4);
        assertThat(event.getEstimatedStartMs()).isNull();
    }

    @Test
    void tellsNoPlaceOfARequestThatRuns() {
        assertThat(event("RUNNING", "{\"position\": 9}").getPosition()).isNull();
    }

    @Test
    void saysWhyARequestWaits() {
        assertThat(event("WAITING", "").getReason()).isEqualTo("NO_CAPACITY");
        assertThat(event("QUEUED", "").getReason()).isEmpty();
    }

    private static Event event(String state, String jobs) {
        try {
            return new QueriedRequest(new ObjectMapper()
                            .readTree(
                                    """
                    {"tenant": "t", "requestId": "r", "state": "%s", "sequence": 2, "acceptedAt": "2026-01-31T12:00:00Z",
                     "unfinishedJobs": [%s]}
                    """
                                            .formatted(state, jobs)))
                    .event();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
