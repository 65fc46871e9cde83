package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.JobPhase;
import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.worker.adapter.AdapterHold;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.schedule.Work;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A run on its way from inputs to picture. In the hands of one thread at a time: the one that fetches its inputs, then the device thread,
 * then the one that stores its picture.
 */
final class ActiveRun {

    private static final int PATCH_PX = 16;

    private final JobRun run;
    private final long turn;
    private final RunLedger ledger;
    private final ProgressPace pace;
    private List<RgbImage> inputs = List.of();
    private AdapterHold adapter = AdapterHold.NONE;
    private final KeptSteps kept = new KeptSteps();
    private Painting painting;
    private Optional<Work> next = Optional.empty();
    private Optional<String> coming = Optional.empty();
    private int memoryFailures;
    private CompletableFuture<Void> preview = CompletableFuture.completedFuture(null);

    /** @param turn runs are numbered as they come */
    ActiveRun(JobRun run, long turn, ProgressPace pace, Clock clock) {
        this.run = run;
        this.turn = turn;
        this.ledger = new RunLedger(run.taken(), clock);
        this.pace = pace;
    }

    JobRun run() {
        return run;
    }

    Job job() {
        return run.job();
    }

    RunLedger ledger() {
        return ledger;
    }

    KeptSteps kept() {
        return kept;
    }

    ProgressPace pace() {
        return pace;
    }

    /** Its number: smaller for those that came before. */
    long turn() {
        return turn;
    }

    Lane lane() {
        return job().getLane() == Lane.BULK ? Lane.BULK : Lane.INTERACTIVE;
    }

    /** The ceiling of output tokens that its queue stands for. */
    int bucket() {
        return QueueName.parse(job().getQueue()).tokens();
    }

    /** Output tokens of the picture. */
    int tokens() {
        return job().getWidthPx() / PATCH_PX * (job().getHeightPx() / PATCH_PX);
    }

    List<RgbImage> inputs() {
        return inputs;
    }

    void inputs(List<RgbImage> fetched) {
        inputs = fetched;
    }

    /** Keeps its adapter loaded until it is closed. */
    void adapter(AdapterHold held) {
        adapter = held;
    }

    /** The picture in the making; null before {@link #look}. */
    Painting painting() {
        return painting;
    }

    /** Begins its picture when it has none, and finds out what is next. Device thread. */
    void look(Painter painter) {
        if (painting == null) {
            painting = painter.start(job(), inputs);
        }
        next = painting.next();
        coming = painting.coming();
    }

    /** Names the prefix, or the time tokens, that its next pass is made for, as it was when last looked at. */
    Optional<String> coming() {
        return coming;
    }

    /** What the device has to do for it next, as it was when last looked at. */
    Optional<Work> next() {
        return next;
    }

    /** Whether its picture is there. */
    boolean isPainted() {
        return painting != null && next.isEmpty();
    }

    /** Frees its tensors and has everything before it again; true while it may try once more. */
    boolean startsAnew(int tries) {
        closePainting();
        run.enter(JobPhase.PREFILL);
        memoryFailures++;
        return memoryFailures < tries;
    }

    /** How often it found too little device memory. */
    int memoryFailures() {
        return memoryFailures;
    }

    /** Done when the newest preview of it is stored and told of, or left out. */
    CompletableFuture<Void> preview() {
        return preview;
    }

    void preview(CompletableFuture<Void> underWay) {
        preview = underWay;
    }

    /** Frees its tensors, and lets go of its adapter. Device thread. */
    void close() {
        closePainting();
        adapter.close();
        adapter = AdapterHold.NONE;
    }

    private void closePainting() {
        if (painting != null) {
            painting.close();
            painting = null;
            next = Optional.empty();
        }
    }
}
