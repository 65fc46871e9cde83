package dev.titorelli.stream.inspect;

import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.Outcome;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.stream.inspect.UnseenInput.Place;
import dev.titorelli.stream.row.InspectionRow;
import java.time.Duration;
import java.util.Optional;

/** How an inspection goes on: asked, asked again, found or given up. Pure. */
public final class InspectionRules {

    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 4;

    private final InspectionSettings settings;

    public InspectionRules(InspectionSettings settings) {
        this.settings = settings;
    }

    /** The row of an inspection that is asked for the first time. */
    public InspectionRow first(UnseenInput unseen, long nowMs) {
        Place place = unseen.places().get(0);
        return InspectionRow.newBuilder()
                .setStage(place.stage())
                .setInput(place.index())
                .setSince(nowMs)
                .setDue(nowMs + settings.timeout().toMillis())
                .build();
    }

    /** Whether nobody waits for an answer any more. */
    public static boolean isOver(InspectionRow row) {
        return row.getDue() == 0;
    }

    /** What was found; empty when it failed or goes on. */
    public static Optional<ImageObject> found(InspectionRow row) {
        return row.getKey().isEmpty()
                ? Optional.empty()
                : Optional.of(new ImageObject(
                        row.getKey(), row.getDigest(), row.getMediaType(), row.getWidthPx(), row.getHeightPx()));
    }

    /**
     * The row after a worker's word; the same row when the word changes nothing: it comes late, twice, or of an older try
     * that failed.
     */
    public InspectionRow answered(InspectionRow row, UnseenInput unseen, Outcome answer, long nowMs) {
        if (isOver(row)) {
            return row;
        }
        if (answer.getImage() != null && names(unseen, answer)) {
            return found(row, answer.getImage());
        }
        if (row.getResting() || answer.getAttempt() != row.getAttempt()) {
            return row;
        }
        Failure failure = answer.getFailure() != null && answer.getImage() == null
                ? answer.getFailure()
                : new Failure(FaultCode.INTERNAL.name(), "the worker named no picture, or another", true);
        return failed(row, failure, nowMs);
    }

    /** The row of an inspection whose time has come: to be asked again, or given up. */
    public InspectionRow due(InspectionRow row, long nowMs) {
        if (nowMs - row.getSince() >= settings.patience().toMillis()) {
            return row.getCode().isEmpty()
                    ? over(row, failure(FaultCode.INSPECTION_LOST))
                    : InspectionRow.newBuilder(row).setDue(0L).build();
        }
        return InspectionRow.newBuilder(row)
                .setAttempt(row.getAttempt() + 1)
                .setResting(false)
                .setDue(nowMs + settings.timeout().toMillis())
                .build();
    }

    private InspectionRow failed(InspectionRow row, Failure failure, long nowMs) {
        int troubles = row.getTroubles() + 1;
        boolean again = failure.getRetryable()
                && troubles < settings.attempts()
                && nowMs - row.getSince() < settings.patience().toMillis();
        InspectionRow after = over(row, failure);
        after.setTroubles(troubles);
        if (again) {
            long rest = FIRST_REST.toMillis() << Math.min(troubles - 1, MAX_DOUBLINGS);
            after.setResting(true);
            after.setDue(nowMs + rest);
        }
        return after;
    }

    private static InspectionRow over(InspectionRow row, Failure failure) {
        return InspectionRow.newBuilder(row)
                .setCode(failure.getCode())
                .setMessage(failure.getMessage())
                .setRetryable(failure.getRetryable())
                .setDue(0L)
                .build();
    }

    private static InspectionRow found(InspectionRow row, ImageObject image) {
        return InspectionRow.newBuilder(row)
                .setKey(image.getKey())
                .setDigest(image.getDigest())
                .setMediaType(image.getMediaType())
                .setWidthPx(image.getWidthPx())
                .setHeightPx(image.getHeightPx())
                .setDue(0L)
                .build();
    }

    /** A fetched file lies under its content, an object where it was. */
    private static boolean names(UnseenInput unseen, Outcome answer) {
        ImageObject image = answer.getImage();
        String expected = unseen.input().getUri() != null
                ? ObjectKeys.input(answer.getTenant(), image.getDigest())
                : unseen.input().getObject().getKey();
        return image.getKey().equals(expected);
    }

    private static Failure failure(FaultCode code) {
        return new Failure(code.name(), code.meaning(), code.retryable());
    }
}
