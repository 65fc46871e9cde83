package dev.titorelli.stream.request;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.plan.StagePlan;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Starts a stage whose sources have finished: hands its jobs to their queue, or fails those that can't be planned. */
final class StageStart {

    private final Room room;
    private final StagePlans plans;
    private final JobStart jobs;

    StageStart(Room room, StagePlans plans, JobStart jobs) {
        this.room = room;
        this.plans = plans;
        this.jobs = jobs;
    }

    void start(RequestRow header, GenerationRequest body, Stage stage) {
        List<Optional<List<ImageObject>>> inputs = inputs(header, stage);
        Optional<CatalogueEntry> model = room.catalogue().model(header.getModel());
        if (inputs.stream().allMatch(Optional::isEmpty)) {
            failWhole(header, stage, FaultCode.STAGE_FAILED);
        } else if (model.isEmpty() || !StagePlan.fits(body, stage, model.get())) {
            failWhole(header, stage, FaultCode.WRONG_MODEL);
        } else if (stage.getAdapter() != null && adapter(header, stage).isEmpty()) {
            failWhole(header, stage, FaultCode.ADAPTER_NOT_FOUND);
        } else {
            StagePlan plan = plan(header, body, stage, model.get(), first(inputs));
            room.requests().putPlan(RequestRows.key(header), plan);
            startJobs(header, stage, plan, inputs);
        }
    }

    /** Ends every job of a stage before any has begun. */
    void failWhole(RequestRow header, Stage stage, FaultCode code) {
        fail(
                header,
                stage,
                IntStream.range(0, StageRows.find(header, stage.getName()).getJobs()),
                code);
    }

    /** By source picture; empty for one that was never made. */
    private List<Optional<List<ImageObject>>> inputs(RequestRow header, Stage stage) {
        int sourcePictures = StageRows.find(header, stage.getName()).getJobs() / stage.getImages();
        return IntStream.range(0, sourcePictures)
                .mapToObj(picture -> plans.inputs(RequestRows.key(header), stage, picture))
                .toList();
    }

    private static List<ImageObject> first(List<Optional<List<ImageObject>>> inputs) {
        return inputs.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    }

    private StagePlan plan(
            RequestRow header, GenerationRequest body, Stage stage, CatalogueEntry model, List<ImageObject> inputs) {
        StagePlan base = StagePlan.of(body, stage, model, inputs, room.partition());
        return adapter(header, stage)
                .map(entry -> base.with(stage.getAdapter(), entry))
                .orElse(base);
    }

    /** As it is now: a later stage of a chain takes what has its name by then. */
    private Optional<CatalogueEntry> adapter(RequestRow header, Stage stage) {
        return stage.getAdapter() == null
                ? Optional.empty()
                : room.catalogue().adapter(header.getModel(), stage.getAdapter().getName());
    }

    private void startJobs(RequestRow header, Stage stage, StagePlan plan, List<Optional<List<ImageObject>>> inputs) {
        int images = stage.getImages();
        int started = images * (int) inputs.stream().filter(Optional::isPresent).count();
        for (int picture = 0; picture < inputs.size(); picture++) {
            IntStream indexes = IntStream.range(picture * images, (picture + 1) * images);
            if (inputs.get(picture).isPresent()) {
                StagePlan own = plan.with(inputs.get(picture).get());
                indexes.forEach(index -> jobs.start(header, stage, own, index, started));
            } else {
                leaveOut(header, stage, indexes);
            }
        }
    }

    /** The jobs of a source picture that an optional stage did not make: they end with it, and the others go on. */
    private void leaveOut(RequestRow header, Stage stage, IntStream indexes) {
        StageRow row = StageRows.find(header, stage.getName());
        row.setLeftOut(row.getLeftOut() + stage.getImages());
        fail(header, stage, indexes, FaultCode.STAGE_FAILED);
    }

    private void fail(RequestRow header, Stage stage, IntStream indexes, FaultCode code) {
        StageRow row = StageRows.find(header, stage.getName());
        Failure failure = new Failure(code.name(), code.meaning(), code.retryable());
        indexes.forEach(index -> {
            room.requests().putFailure(RequestRows.key(header), new FailedJob(row.getName(), index, 0, failure));
            row.setFailed(row.getFailed() + 1);
        });
    }
}
