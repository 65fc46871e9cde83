package dev.titorelli.stream.request;

import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import dev.titorelli.stream.validate.StageGraph;
import java.util.List;

/** Moves a request along its stages: starts those whose sources have finished, and ends the request after the last one. */
final class StageProgress {

    private final Room room;
    private final StageStart stages;
    private final Endings endings;

    StageProgress(Room room, StageStart stages, Endings endings) {
        this.room = room;
        this.stages = stages;
        this.endings = endings;
    }

    /** Does all that can be done now with a request that has just been accepted. */
    void begin(RequestRow header, GenerationRequest body) {
        startAll(header, body);
        if (StageRows.areAllPlanned(header)) {
            room.requests().dropBody(header);
        } else {
            room.requests().putBody(header, body);
        }
        conclude(header);
    }

    /** Does all that can be done now, and keeps the header; ends the request when no stage is left. */
    void advance(RequestRow header) {
        if (!StageRows.areAllPlanned(header)) {
            startAll(header, room.requests().body(RequestRows.key(header)));
        }
        conclude(header);
    }

    /** A stage that fails as a whole has finished, so that those after it may follow at once. */
    private void startAll(RequestRow header, GenerationRequest body) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Stage stage : body.getStages()) {
                moved |= start(header, body, stage);
            }
        }
    }

    private boolean start(RequestRow header, GenerationRequest body, Stage stage) {
        StageRow row = StageRows.find(header, stage.getName());
        List<StageRow> sources = StageGraph.sources(stage).stream()
                .map(name -> StageRows.find(header, name))
                .toList();
        if (row.getPlanned() || !sources.stream().allMatch(StageRows::isFinished)) {
            return false;
        }
        row.setPlanned(true);
        if (sources.stream().anyMatch(StageRows::failsRequest)) {
            stages.failWhole(header, stage, FaultCode.STAGE_FAILED);
        } else {
            stages.start(header, body, stage);
        }
        return true;
    }

    private void conclude(RequestRow header) {
        RequestState.Open state = open(header);
        if (StageRows.areAllFinished(header)) {
            boolean failed = header.getStages().stream().anyMatch(StageRows::failsRequest);
            endings.end(header, failed ? state.fail() : state.complete(), "");
        } else {
            room.requests().put(header);
        }
    }

    private static RequestState.Open open(RequestRow header) {
        if (RequestState.stored(header.getState()) instanceof RequestState.Open state) {
            return state;
        }
        throw new IllegalStateException("the state has a job of request " + RequestRows.key(header) + ", which is "
                + header.getState() + ": an ended request has none");
    }
}
