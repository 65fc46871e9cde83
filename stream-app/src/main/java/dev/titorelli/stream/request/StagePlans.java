package dev.titorelli.stream.request;

import dev.titorelli.EventImage;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.Stage;
import dev.titorelli.stream.plan.StageInputs;
import dev.titorelli.stream.plan.StagePlan;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.validate.StageGraph;
import java.util.List;
import java.util.Optional;

/**
 * Finds the plan of a job. One plan is kept a stage; where jobs differ in their inputs, which only a stage with {@code each} has, these
 * follow from the request's body and the pictures of the stages before.
 */
final class StagePlans {

    private final Room room;

    StagePlans(Room room) {
        this.room = room;
    }

    /** The plan of a job that was planned before, with its own inputs. */
    StagePlan of(RequestRow header, JobRow job) {
        String request = RequestRows.key(header);
        StagePlan plan = room.requests().plan(request, job.getStage());
        return fanned(header, job.getStage())
                .map(stage -> plan.with(inputs(request, stage, job.getIndex() / stage.getImages())
                        .orElseThrow()))
                .orElse(plan);
    }

    /** The inputs of the jobs that take one source picture; empty when one of them was never made. */
    Optional<List<ImageObject>> inputs(String request, Stage stage, int sourcePicture) {
        return StageInputs.of(stage, sourcePicture, (source, index) -> room.requests()
                .image(request, source, index)
                .map(EventImage::getImage));
    }

    /** The stage, if its jobs have different inputs. The body of a request that has such a stage is kept until the end. */
    private Optional<Stage> fanned(RequestRow header, String name) {
        if (!header.getBodyKept()) {
            return Optional.empty();
        }
        GenerationRequest body = room.requests().body(RequestRows.key(header));
        return body.getStages().stream()
                .filter(stage -> stage.getName().equals(name))
                .filter(stage -> stage.getInputs().stream().anyMatch(StageGraph::isEach))
                .findFirst();
    }
}
