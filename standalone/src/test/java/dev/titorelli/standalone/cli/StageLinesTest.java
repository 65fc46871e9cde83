package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.RequestFinder;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.standalone.terminal.ProgressLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageLinesTest {

    private static final RequestId REQUEST = new RequestId("acme", "r1");

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private boolean isAway;
    private int asked;
    private final StageLines lines = new StageLines(
            new RequestFinder() {
                @Override
                public Optional<QueriedRequest> find(RequestId request) {
                    asked++;
                    if (isAway) {
                        throw new UnreachableException("away", null);
                    }
                    return Optional.of(new QueriedRequest(document));
                }
            },
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

    private void stage(String name, int jobs, int done) {
        document.withArray("stages")
                .addObject()
                .put("name", name)
                .put("jobs", jobs)
                .put("done", done)
                .put("planned", true);
    }

    @Test
    void showsALineForEachStageOfAChain() {
        stage("drafts", 4, 4);
        stage("edits", 4, 1);

        assertThat(lines.of(REQUEST, Duration.ZERO, false))
                .extracting(ProgressLine::name, ProgressLine::state, ProgressLine::fraction)
                .containsExactly(tuple("  drafts", "done", 1.0), tuple("  edits", "running", 0.25));
    }

    @Test
    void showsNoneForARequestOfOneStage() {
        stage("image", 4, 1);

        assertThat(lines.of(REQUEST, Duration.ZERO, false)).isEmpty();
    }

    @Test
    void asksAtMostOnceASecondButForTheLastTime() {
        lines.of(REQUEST, Duration.ZERO, false);
        lines.of(REQUEST, Duration.ZERO, false);
        assertThat(asked).isEqualTo(1);

        lines.of(REQUEST, Duration.ZERO, true);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void showsWhatItKnowsWhileNobodyAnswers() {
        stage("drafts", 4, 4);
        stage("edits", 4, 1);
        lines.of(REQUEST, Duration.ZERO, false);
        isAway = true;

        assertThat(lines.of(REQUEST, Duration.ZERO, true)).hasSize(2);
    }
}
