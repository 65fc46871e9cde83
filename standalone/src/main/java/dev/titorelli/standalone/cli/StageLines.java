package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.RequestFinder;
import dev.titorelli.standalone.client.StageStanding;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.standalone.terminal.ProgressLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the stages of a chain are, as lines of a progress board. Events do not count by stage, so a stream app is asked, at most once a
 * second; while none answers, the lines stay as they are. For one thread.
 */
final class StageLines {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** For who has no stream app to ask. */
    static final StageLines NONE = new StageLines(request -> Optional.empty(), Clock.systemUTC());

    private final RequestFinder queries;
    private final Clock clock;
    private List<StageStanding> stages = List.of();
    private Instant asked = Instant.EPOCH;

    StageLines(RequestFinder queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    /**
     * None for a request of one stage, whose own line says it all.
     *
     * @param isLast whether nothing more will be shown
     */
    List<ProgressLine> of(RequestId request, Duration elapsed, boolean isLast) {
        if (isLast || Duration.between(asked, clock.instant()).compareTo(PAUSE) >= 0) {
            asked = clock.instant();
            ask(request);
        }
        return stages.size() < 2
                ? List.of()
                : stages.stream().map(stage -> line(stage, elapsed)).toList();
    }

    private void ask(RequestId request) {
        try {
            stages = queries.find(request).map(QueriedRequest::stages).orElse(stages);
        } catch (UnreachableException e) {
            // The events tell how it ends; the counts can wait.
        }
    }

    private static ProgressLine line(StageStanding stage, Duration elapsed) {
        return new ProgressLine("  " + stage.name(), stage.fraction(), stage.state(), stage.counts(), elapsed);
    }
}
