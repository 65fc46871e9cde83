package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.JobPhase;
import dev.titorelli.Notice;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.outcome.StoredPicture;
import dev.titorelli.worker.run.JobRun;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The recipe: a run's inputs, prefix, steps, picture, object. */
final class PictureMaker {

    private final Painter painter;
    private final PictureShelf shelf;
    private final OutcomeWriter outcomes;
    private final Boundary boundary;
    private final Clock clock;

    PictureMaker(Painter painter, OutcomeWriter outcomes, Boundary boundary, Clock clock) {
        this.painter = painter;
        this.shelf = new PictureShelf(painter.description());
        this.outcomes = outcomes;
        this.boundary = boundary;
        this.clock = clock;
    }

    /** Makes and stores a run's picture, or finds it stored by an earlier run; throws what {@link Fault} classifies. */
    StoredPicture make(JobRun run, ObjectStore store) {
        Job job = run.job();
        RunLedger ledger = new RunLedger(run.taken(), clock);
        SupportedFields.require(job);
        run.enter(JobPhase.FETCHING);
        Optional<ObjectMetadata> stored = ledger.fetching(() -> shelf.find(job, store));
        if (stored.isPresent()) {
            ledger.reused();
            return PictureShelf.describe(job, stored.get(), ledger.soFar(), notices(job));
        }
        RgbImage image = paint(run, ledger, store);
        run.enter(JobPhase.STORING);
        ObjectMetadata put = ledger.uploading(() -> shelf.put(job, image, ledger.soFar(), store));
        return PictureShelf.describe(job, put, ledger.soFar(), notices(job));
    }

    private RgbImage paint(JobRun run, RunLedger ledger, ObjectStore store) {
        List<RgbImage> inputs = ledger.fetching(() -> InputPictures.fetch(run.job(), store));
        boundary.pass(run);
        run.enter(JobPhase.PREFILL);
        try (Painting painting = ledger.prefilling(() -> painter.start(run.job(), inputs))) {
            run.enter(JobPhase.STEPPING);
            steps(run, painting, ledger);
            run.enter(JobPhase.DECODING);
            return ledger.decoding(painting::image);
        }
    }

    private void steps(JobRun run, Painting painting, RunLedger ledger) {
        ProgressPace pace = new ProgressPace(run.job().getProgressEverySteps(), clock.instant());
        while (painting.stepsDone() < painting.steps()) {
            boundary.pass(run);
            ledger.stepping(painting::step);
            run.stepped(painting.stepsDone(), painting.steps());
            if (run.beginsRunning()) {
                outcomes.running(run);
            }
            if (pace.due(painting.stepsDone(), painting.steps(), clock.instant())) {
                outcomes.progress(run, ledger.remainingMs(painting.steps() - painting.stepsDone()));
            }
        }
        boundary.pass(run);
    }

    private List<Notice> notices(Job job) {
        List<String> unknown = painter.unknownWords(job.getPrompt());
        return unknown.isEmpty()
                ? List.of()
                : List.of(Notice.newBuilder()
                        .setCode(FaultCode.UNKNOWN_WORDS.name())
                        .setDetail(String.join(", ", unknown))
                        .build());
    }
}
