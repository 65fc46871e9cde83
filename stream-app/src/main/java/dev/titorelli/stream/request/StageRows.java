package dev.titorelli.stream.request;

import dev.titorelli.GenerationRequest;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import dev.titorelli.stream.validate.StageJobs;
import java.util.List;

/** What the counters of a stage mean. Pure. */
final class StageRows {

    private StageRows() {}

    /** The counters of a valid request, before anything is planned. */
    static List<StageRow> of(GenerationRequest request) {
        StageJobs jobs = StageJobs.of(request.getStages());
        return request.getStages().stream()
                .map(stage -> StageRow.newBuilder()
                        .setName(stage.getName())
                        .setJobs(Math.toIntExact(jobs.of(stage)))
                        .setOptional(stage.getOptional())
                        .setKeep(stage.getKeep())
                        .build())
                .toList();
    }

    static StageRow find(RequestRow header, String name) {
        return header.getStages().stream()
                .filter(stage -> stage.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no stage " + name + " in " + RequestRows.key(header)));
    }

    static boolean isFinished(StageRow stage) {
        return stage.getDone() + stage.getFailed() == stage.getJobs();
    }

    /** Whether the request fails for this stage: not for an optional one, nor for jobs whose optional source made no picture. */
    static boolean failsRequest(StageRow stage) {
        return stage.getFailed() > stage.getLeftOut() && !stage.getOptional();
    }

    static boolean areAllPlanned(RequestRow header) {
        return header.getStages().stream().allMatch(StageRow::getPlanned);
    }

    static boolean areAllFinished(RequestRow header) {
        return header.getStages().stream().allMatch(StageRows::isFinished);
    }
}
