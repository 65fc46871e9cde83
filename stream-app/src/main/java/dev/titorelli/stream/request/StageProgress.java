package dev.titorelli.stream.request;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.plan.StageInputs;
import dev.titorelli.stream.plan.StagePlan;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import dev.titorelli.stream.validate.StageGraph;
import java.util.List;
import java.util.Optional;

/** Moves a request along its stages: plans those whose inputs exist, fails those whose inputs never will. */
final class StageProgress {

    private final Room room;
    private final JobDispatch dispatch;
    private final Endings endings;

    StageProgress(Room room, JobDispatch dispatch, Endings endings) {
        this.room = room;
        this.dispatch = dispatch;
        this.endings = endings;
    }

    /** Does all that can be done now with a request that has just been accepted. */
    void begin(RequestRow header, GenerationRequest body) {
        plan(header, body);
        if (isPlanned(header)) {
            room.requests().dropBody(header);
        } else {
            room.requests().putBody(header, body);
        }
        conclude(header);
    }

    /** Does all that can be done now, and keeps the header; ends the request when no stage is left. */
    void advance(RequestRow header) {
        if (!isPlanned(header)) {
            plan(header, room.requests().body(RequestRows.key(header)));
        }
        conclude(header);
    }

    private void plan(RequestRow header, GenerationRequest body) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < body.getStages().size(); i++) {
                moved |= advance(header, body, body.getStages().get(i));
            }
        }
    }

    private void conclude(RequestRow header) {
        RequestState.Open state = open(header);
        if (header.getStages().stream().allMatch(StageProgress::isFinished)) {
            endings.end(header, hasFailed(header) ? state.fail() : state.complete(), "");
        } else {
            room.requests().put(header);
        }
    }

    static StageRow stage(RequestRow header, String name) {
        return header.getStages().stream()
                .filter(stage -> stage.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no stage " + name + " in " + RequestRows.key(header)));
    }

    private boolean advance(RequestRow header, GenerationRequest body, Stage stage) {
        StageRow row = stage(header, stage.getName());
        List<StageRow> sources = StageGraph.sources(stage).stream()
                .map(name -> stage(header, name))
                .toList();
        if (row.getPlanned() || !sources.stream().allMatch(StageProgress::isFinished)) {
            return false;
        }
        row.setPlanned(true);
        Optional<CatalogueEntry> model = room.catalogue().model(header.getModel());
        if (sources.stream().anyMatch(source -> source.getFailed() > 0)) {
            failWhole(header, row, FaultCode.STAGE_FAILED);
        } else if (model.isEmpty() || !StagePlan.fits(body, stage, model.get())) {
            failWhole(header, row, FaultCode.WRONG_MODEL);
        } else if (stage.getAdapter() != null && adapter(header, stage).isEmpty()) {
            failWhole(header, row, FaultCode.ADAPTER_NOT_FOUND);
        } else {
            plan(header, body, stage, model.get());
        }
        return true;
    }

    private void plan(RequestRow header, GenerationRequest body, Stage stage, CatalogueEntry model) {
        String request = RequestRows.key(header);
        var inputs = StageInputs.of(stage, output -> room.requests()
                .image(request, output.getStage(), output.getIndex())
                .getImage());
        StagePlan base = StagePlan.of(body, stage, model, inputs, room.partition());
        StagePlan plan = adapter(header, stage)
                .map(entry -> base.with(stage.getAdapter(), entry))
                .orElse(base);
        room.requests().putPlan(request, plan);
        for (int index = 0; index < stage.getImages(); index++) {
            JobRow row = firstAttempt(plan, stage, index);
            room.jobs().put(row, JobStanding.UNKNOWN);
            dispatch.enqueue(header, row, plan, stage.getImages());
        }
    }

    /** As it is now: a later stage of a chain takes what has its name by then. */
    private Optional<CatalogueEntry> adapter(RequestRow header, Stage stage) {
        return stage.getAdapter() == null
                ? Optional.empty()
                : room.catalogue().adapter(header.getModel(), stage.getAdapter().getName());
    }

    private JobRow firstAttempt(StagePlan plan, Stage stage, int index) {
        RequestId id = new RequestId(plan.first().getTenant(), plan.first().getRequestId());
        int limit = stage.getAttempts() != null
                ? stage.getAttempts()
                : room.settings().lease().attempts();
        return JobRow.newBuilder()
                .setJobId(new JobId(id, stage.getName(), index).toString())
                .setStage(stage.getName())
                .setIndex(index)
                .setQueue(plan.first().getQueue())
                .setStanding(JobStanding.ENQUEUED)
                .setLimit(limit)
                .setSince(room.nowMs())
                .setSeed(plan.first().getSeed() + index)
                // Every field is set: to look up and copy a default costs the builder more than to write it.
                .setAttempt(1)
                .setSpent(0)
                .setReturned(0)
                .setWorkerRun("")
                .setHeartbeat(0)
                .setDue(0)
                .setPosition(null)
                .setEstimatedStartMs(null)
                .setPlacedAt(0)
                .setUnserved(false)
                .build();
    }

    private void failWhole(RequestRow header, StageRow row, FaultCode code) {
        Failure failure = new Failure(code.name(), code.meaning(), code.retryable());
        for (int index = 0; index < row.getJobs(); index++) {
            room.requests().putFailure(RequestRows.key(header), new FailedJob(row.getName(), index, 0, failure));
        }
        row.setFailed(row.getJobs());
    }

    private static RequestState.Open open(RequestRow header) {
        if (RequestState.stored(header.getState()) instanceof RequestState.Open state) {
            return state;
        }
        throw new IllegalStateException("the state has a job of request " + RequestRows.key(header) + ", which is "
                + header.getState() + ": an ended request has none");
    }

    private static boolean isPlanned(RequestRow header) {
        return header.getStages().stream().allMatch(StageRow::getPlanned);
    }

    private static boolean isFinished(StageRow stage) {
        return stage.getDone() + stage.getFailed() == stage.getJobs();
    }

    private static boolean hasFailed(RequestRow header) {
        return header.getStages().stream().anyMatch(stage -> stage.getFailed() > 0 && !stage.getOptional());
    }
}
